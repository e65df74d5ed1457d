import type { Detection } from '../../core/detection/box.ts';
import type { TilePair } from './tile-pair.ts';
import { unexplainedArea } from './unexplained-area.ts';

/** Pixels in one piece that back a defect in full. Flaws are larger: 26 px and more in drawn boards, nearly all of DeepPCB's. */
const enoughArea = 6;
/** What is left of the confidence of a defect that nothing backs: below every working threshold, but still ranked. */
const unbackedShare = 0.3;

/**
 * Lowers the confidence of what the pixels do not back: a defect is a difference from the golden, so a box in which the golden explains every pixel of the
 * board is a false alarm, however sure the model is. Nothing is raised; the order of the list stays.
 */
export function backByDifference(detections: readonly Detection[], pair: TilePair): Detection[] {
  return detections.map((detection) => {
    const area = unexplainedArea(pair, detection.box, enoughArea);
    if (area >= enoughArea) return detection;
    const share = unbackedShare + (1 - unbackedShare) * (area / enoughArea);
    return { ...detection, confidence: detection.confidence * share };
  });
}
