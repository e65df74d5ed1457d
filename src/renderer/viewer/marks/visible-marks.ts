import type { Box } from '../../../core/detection/box.ts';
import type { Size } from '../space/point.ts';
import { shownRegion, type View } from '../space/view.ts';
import { type Arrangement, arrange } from './arrange.ts';
import type { Mark } from './mark.ts';
import type { MarkIndex } from './mark-index.ts';

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

/** Arranges the marks that a pane shows, without the selected one, and remembers it until the level of detail changes. */
export function createVisibleMarks(): VisibleMarks {
  let last: { index: MarkIndex; selectedId: string | null; detail: number; region: Box; value: Arrangement } | null =
    null;
  return (index, selectedId, view, pane) => {
    const shown = shownRegion(view, pane);
    const detail = detailOf(view.scale);
    if (
      last?.index === index &&
      last.selectedId === selectedId &&
      last.detail === detail &&
      contains(last.region, shown)
    )
      return last.value;
    const region = {
      x: shown.x - shown.width * ahead,
      y: shown.y - shown.height * ahead,
      width: shown.width * (1 + 2 * ahead),
      height: shown.height * (1 + 2 * ahead),
    };
    const marks: Mark[] = [];
    for (const position of index.within(region)) {
      const mark = index.marks[position];
      if (mark !== undefined && mark.id !== selectedId) marks.push(mark);
    }
    last = { index, selectedId, detail, region, value: arrange(marks, detail) };
    return last.value;
  };
}
