import type { Box } from '../../../core/detection/box.ts';
import type { Size } from '../space/point.ts';
import { shownRegion, type View } from '../space/view.ts';
import { type Arrangement, arrange, arrangeInSteps, isCrowd } from './arrange.ts';
import type { Mark } from './mark.ts';
import type { MarkIndex } from './mark-index.ts';

export type VisibleMarks = (index: MarkIndex, selectedId: string | null, view: View, pane: Size) => Arrangement;

/** Marks around the pane that are arranged too, as a share of the pane's sides: moving the board costs nothing anew. */
const ahead = 0.25;
/** Levels of detail that are made ready, at most. */
const levelsAhead = 8;

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

const regionAround = (shown: Box): Box => ({
  x: shown.x - shown.width * ahead,
  y: shown.y - shown.height * ahead,
  width: shown.width * (1 + 2 * ahead),
  height: shown.height * (1 + 2 * ahead),
});

/** All marks of a board but the selected one, which is drawn by itself. */
interface Subject {
  readonly index: MarkIndex;
  readonly selectedId: string | null;
  readonly marks: readonly Mark[];
  /** The whole board's, by level of detail. */
  readonly levels: Map<number, Arrangement>;
}

function subjectOf(index: MarkIndex, selectedId: string | null): Subject {
  return { index, selectedId, marks: index.marks.filter(({ id }) => id !== selectedId), levels: new Map() };
}

/** The whole board's marks at a level of detail, at once where they are not ready. */
function levelOf(subject: Subject, detail: number): Arrangement {
  let level = subject.levels.get(detail);
  if (level === undefined) {
    level = arrange(subject.marks, detail);
    subject.levels.set(detail, level);
  }
  return level;
}

/** A few marks are arranged when they come into sight, many once for the whole board. */
function arrangeRegion(subject: Subject, detail: number, region: Box): Arrangement {
  const within = subject.index.within(region);
  if (isCrowd(within.length)) return levelOf(subject, detail);
  const marks = within.map((position) => subject.index.marks[position]!);
  return arrange(
    marks.filter(({ id }) => id !== subject.selectedId),
    detail,
  );
}

interface Preparation {
  /** Does the work bit by bit, when nothing else is to be done. */
  readonly later: (work: Generator<void>) => void;
  /** Makes ready what drawing it takes. */
  readonly prepare: (arrangement: Arrangement) => Generator<void>;
}

/**
 * Arranges the marks that a pane shows, without the selected one, and remembers it until the level of detail changes.
 * The finer levels of a crowded board are arranged ahead: who zooms in comes to them in the middle of a gesture, in
 * which a frame has no time for ten thousand marks.
 */
export function createVisibleMarks(preparation?: Preparation): VisibleMarks {
  let subject: Subject | null = null;
  let last: { readonly detail: number; readonly region: Box; readonly value: Arrangement } | null = null;

  function* prepareLevels(of: Subject, from: number, { prepare }: Preparation): Generator<void> {
    for (let level = 1; level <= levelsAhead; level += 1) {
      // Another board, other decisions or another selected mark: those have levels of their own.
      if (subject !== of) return;
      const detail = from * 2 ** level;
      if (!of.levels.has(detail)) {
        const made = yield* arrangeInSteps(of.marks, detail);
        // In the meantime somebody may have come to this level.
        if (!of.levels.has(detail)) of.levels.set(detail, made);
        yield;
      }
      const arrangement = levelOf(of, detail);
      yield* prepare(arrangement);
      // From here on, no count becomes several.
      if (arrangement.clusters.length === 0) return;
    }
  }

  return (index, selectedId, view, pane) => {
    const detail = detailOf(view.scale);
    const shown = shownRegion(view, pane);
    let of = subject;
    if (of?.index !== index || of.selectedId !== selectedId) {
      of = subjectOf(index, selectedId);
      subject = of;
      last = null;
      if (preparation !== undefined && isCrowd(index.marks.length))
        preparation.later(prepareLevels(of, detail, preparation));
    }
    if (last?.detail !== detail || !contains(last.region, shown)) {
      const region = regionAround(shown);
      last = { detail, region, value: arrangeRegion(of, detail, region) };
    }
    return last.value;
  };
}
