import type { Detection } from './box.ts';
import { iou } from './geometry.ts';
import { byRank } from './ranking.ts';
import { indexBoxes } from './spatial-index.ts';

/**
 * Greedy non-maximum suppression within each type: of two boxes of one type that overlap by more than `maxIou`,
 * the less confident goes. Detections come back by rank; running it again changes nothing.
 */
export function suppressWithinTypes(detections: readonly Detection[], maxIou: number): Detection[] {
  const ranked = [...detections].sort(byRank);
  const near = indexBoxes(ranked.map((detection) => detection.box));
  const gone = new Uint8Array(ranked.length);
  const kept: Detection[] = [];
  for (const [position, best] of ranked.entries()) {
    if (gone[position]) continue;
    kept.push(best);
    near(best.box, (other) => {
      const rival = ranked[other];
      if (rival && other > position && rival.classIndex === best.classIndex && iou(rival.box, best.box) > maxIou) {
        gone[other] = 1;
      }
      return false;
    });
  }
  return kept;
}

/** How a box loses confidence to a better one of another type at the same place. */
export interface CrossTypeDecay {
  /** Boxes that overlap by more than this IoU compete. */
  readonly minIou: number;
  /** The weaker box's confidence is multiplied by this, once, 0..1. */
  readonly factor: number;
}

/**
 * Lowers the confidence of a box that a more confident box of another type overlaps, so that one flaw does not show as
 * two defects at the working threshold, while at a low threshold (mAP) both types stay ranked.
 * Confidences before the decay decide who is better, so a chain of three does not depend on the order.
 */
export function decayAcrossTypes(detections: readonly Detection[], rule: CrossTypeDecay): Detection[] {
  const ranked = [...detections].sort(byRank);
  const near = indexBoxes(ranked.map((detection) => detection.box));
  return ranked
    .map((detection, position) => {
      let beaten = false;
      near(detection.box, (other) => {
        const rival = ranked[other];
        beaten ||=
          rival !== undefined &&
          other < position &&
          rival.classIndex !== detection.classIndex &&
          iou(rival.box, detection.box) > rule.minIou;
        return false;
      });
      return beaten ? { ...detection, confidence: detection.confidence * rule.factor } : detection;
    })
    .sort(byRank);
}
