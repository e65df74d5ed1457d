import type { Box } from '../../../core/detection/box.ts';
import type { Size } from '../space/point.ts';
import { shownRegion, type View } from '../space/view.ts';
import { type Arrangement, arrange, startArranging } from './arrange.ts';
import type { Mark } from './mark.ts';
import type { MarkIndex } from './mark-index.ts';

/** Does the work later, when nothing else is to be done. */
export type Later = (work: () => void) => void;

export type VisibleMarks = (index: MarkIndex, selectedId: string | null, view: View, pane: Size) => Arrangement;

/** Marks around the pane that are arranged ahead, as a share of the pane's sides: moving the board costs nothing anew. */
const ahead = 0.25;

const contains = (outer: Box, inner: Box): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

/**
 * The level of detail changes where the zoom has doubled, so that a gesture does not arrange anew with every frame; it
 * is that of the smallest zoom, so that cells on the screen are never smaller than meant.
 */
const detailOf = (scale: number): number => 2 ** Math.floor(Math.log2(scale));

interface Arranged {
  readonly index: MarkIndex;
  readonly selectedId: string | null;
  readonly detail: number;
  /** Board pixels around whose marks it was made. */
  readonly region: Box;
  readonly value: Arrangement;
}

const regionAround = (shown: Box): Box => ({
  x: shown.x - shown.width * ahead,
  y: shown.y - shown.height * ahead,
  width: shown.width * (1 + 2 * ahead),
  height: shown.height * (1 + 2 * ahead),
});

function marksWithin(index: MarkIndex, selectedId: string | null, region: Box): Mark[] {
  const marks: Mark[] = [];
  for (const position of index.within(region)) {
    const mark = index.marks[position];
    if (mark !== undefined && mark.id !== selectedId) marks.push(mark);
  }
  return marks;
}

/** Marks that are arranged ahead in one step: about a millisecond before the program has warmed up. */
const step = 2500;

function arrangeNow(index: MarkIndex, selectedId: string | null, detail: number, region: Box): Arranged {
  return { index, selectedId, detail, region, value: arrange(marksWithin(index, selectedId, region), detail) };
}

/**
 * Arranges the marks that a pane shows, without the selected one, and remembers it until the level of detail changes.
 * The next finer level is arranged `later`: who zooms in comes to it in the middle of a gesture, in which a frame has
 * no time for ten thousand marks. `onPrepared` hears of it, to make ready what drawing it takes.
 */
export function createVisibleMarks(
  later: Later = () => undefined,
  onPrepared: (arrangement: Arrangement) => void = () => undefined,
): VisibleMarks {
  let last: Arranged | null = null;
  let finer: Arranged | null = null;
  /** In the latest frame. */
  let shown: Box;

  function prepareFiner(current: Arranged, region: Box): void {
    const { index, selectedId } = current;
    const detail = current.detail * 2;
    const marks = marksWithin(index, selectedId, region);
    const arranging = startArranging(marks.length, detail);
    const continueFrom = (place: number): void => {
      // What is arranged by now is something else: that has its own next level.
      if (last !== current) return;
      arranging.add(marks.slice(place, place + step));
      if (place + step < marks.length) {
        later(() => continueFrom(place + step));
        return;
      }
      finer = { index, selectedId, detail, region, value: arranging.end() };
      onPrepared(finer.value);
    };
    later(() => continueFrom(0));
  }

  return (index, selectedId, view, pane) => {
    shown = shownRegion(view, pane);
    const detail = detailOf(view.scale);
    const fits = (one: Arranged | null): one is Arranged =>
      one?.index === index && one.selectedId === selectedId && one.detail === detail && contains(one.region, shown);
    if (fits(last)) return last.value;
    const current = fits(finer) ? finer : arrangeNow(index, selectedId, detail, regionAround(shown));
    last = current;
    finer = null;
    later(() => prepareFiner(current, regionAround(shown)));
    return current.value;
  };
}
