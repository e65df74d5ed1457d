import type { Detection } from './box.ts';
import { coveredBy, intersection, union } from './geometry.ts';
import { byRank } from './ranking.ts';
import { indexBoxes } from './spatial-index.ts';

/** A detection in image pixels as one tile saw it; `cut` when its box ends at a side where another tile goes on. */
export interface TileDetection extends Detection {
  readonly cut: boolean;
}

/** Share of a cut box that a whole box of its type must cover to replace it. */
const coverToReplace = 0.5;

/**
 * Joins what neighbouring tiles saw of the same place:
 * a cut box goes when a whole box of its type covers half of it or more; the cut boxes that are left and overlap, type by
 * type, are the parts of a defect longer than the overlap and become one box, with the best part's confidence.
 */
export function joinAcrossSeams(detections: readonly TileDetection[]): Detection[] {
  const whole = detections.filter((detection) => !detection.cut);
  const parts = detections.filter((detection) => detection.cut);
  if (parts.length === 0) return whole.map(plain);
  const wholeNear = indexBoxes(whole.map((detection) => detection.box));
  const orphans = parts.filter((part) => {
    let replaced = false;
    wholeNear(part.box, (position) => {
      const rival = whole[position];
      replaced ||=
        rival !== undefined && rival.classIndex === part.classIndex && coveredBy(part.box, rival.box) >= coverToReplace;
      return false;
    });
    return !replaced;
  });
  return [...whole.map(plain), ...uniteOverlapping(orphans)];
}

/** One detection for each connected group of overlapping boxes of one type; order does not matter. */
function uniteOverlapping(parts: readonly Detection[]): Detection[] {
  const ranked = [...parts].sort(byRank);
  const near = indexBoxes(ranked.map((part) => part.box));
  const seen = new Uint8Array(ranked.length);
  const united: Detection[] = [];
  for (const [position, first] of ranked.entries()) {
    if (seen[position]) continue;
    seen[position] = 1;
    let box = first.box;
    const open = [first];
    for (let part = open.pop(); part; part = open.pop()) {
      const current = part;
      box = union(box, current.box);
      near(current.box, (other) => {
        const neighbour = ranked[other];
        if (!neighbour || seen[other] || neighbour.classIndex !== first.classIndex) return false;
        if (intersection(neighbour.box, current.box) === 0) return false;
        seen[other] = 1;
        open.push(neighbour);
        return false;
      });
    }
    united.push({ box, confidence: first.confidence, classIndex: first.classIndex });
  }
  return united;
}

const plain = ({ box, confidence, classIndex }: Detection): Detection => ({ box, confidence, classIndex });
