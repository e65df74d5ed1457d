/** What differs between two inspections: which defects appeared, which vanished, which are the same. */
import type { Box } from '../../../core/detection/box.ts';
import { iou } from '../../../core/detection/geometry.ts';
import { indexBoxes } from '../../../core/detection/spatial-index.ts';

/** Overlap from which two boxes mark the same place: what DeepPCB's own measure asks of a hit. */
const samePlaceIou = 0.33;

interface MarkedDefect {
  readonly type: string;
  /** In pixels that both inspections share. */
  readonly box: Box;
}

interface Pair<D> {
  readonly before: D;
  readonly after: D;
  /** 0..1. */
  readonly overlap: number;
  /** Both name the same type. */
  readonly sameType: boolean;
}

export interface Comparison<D> {
  /** In the order of `before`. */
  readonly same: readonly Pair<D>[];
  /** Only in `after`, in its order. */
  readonly appeared: readonly D[];
  /** Only in `before`, in its order. */
  readonly vanished: readonly D[];
}

/**
 * Pairs every defect with at most one of the other inspection: equal types first, then the larger overlap; equal
 * overlaps in the order of the lists, so that the answer never depends on chance.
 */
export function compareDefects<D extends MarkedDefect>(before: readonly D[], after: readonly D[]): Comparison<D> {
  const partnerOf = new Map<number, Candidate>();
  const taken = new Set<number>();
  for (const candidate of candidates(before, after)) {
    if (partnerOf.has(candidate.from) || taken.has(candidate.to)) continue;
    partnerOf.set(candidate.from, candidate);
    taken.add(candidate.to);
  }
  const same = before.flatMap((defect, place): Pair<D>[] => {
    const found = partnerOf.get(place);
    const partner = found && after[found.to];
    return found && partner
      ? [{ before: defect, after: partner, overlap: found.overlap, sameType: found.sameType }]
      : [];
  });
  return {
    same,
    appeared: after.filter((_, place) => !taken.has(place)),
    vanished: before.filter((_, place) => !partnerOf.has(place)),
  };
}

interface Candidate {
  readonly from: number;
  readonly to: number;
  readonly overlap: number;
  readonly sameType: boolean;
}

function candidates(before: readonly MarkedDefect[], after: readonly MarkedDefect[]): Candidate[] {
  const meeting = indexBoxes(after.map(({ box }) => box));
  const found = before.flatMap((defect, from) =>
    meeting(defect.box, () => true).flatMap((to): Candidate[] => {
      const other = after[to];
      const overlap = other === undefined ? 0 : iou(defect.box, other.box);
      return other === undefined || overlap < samePlaceIou
        ? []
        : [{ from, to, overlap, sameType: other.type === defect.type }];
    }),
  );
  return found.sort(
    (a, b) => Number(b.sameType) - Number(a.sameType) || b.overlap - a.overlap || a.from - b.from || a.to - b.to,
  );
}
