import type { Box, Detection } from './box.ts';
import { area, clipToImage } from './geometry.ts';
import { isInspected, type Region } from './region.ts';
import { joinAcrossSeams, type TileDetection } from './seams.ts';
import { boardToGolden, type Similarity } from './similarity.ts';
import { type CrossTypeDecay, decayAcrossTypes, suppressWithinTypes } from './suppression.ts';

export interface MergeRules {
  /** Same-type boxes that overlap by more than this IoU are one defect. */
  readonly nmsIou: number;
  readonly crossType: CrossTypeDecay;
  /** Confidence per class index below which a detection is dropped; a class without one is dropped at 1. */
  readonly thresholds: readonly number[];
  /** Smallest box area kept, in board pixels. */
  readonly minAreaPx: number;
  /** Inspected and excluded parts, in golden pixels; a defect belongs where its middle lies. */
  readonly regions: readonly Region[];
}

export interface BoardFrame {
  /** Board image's size in pixels. */
  readonly width: number;
  readonly height: number;
  /** Where the golden lies; null (no golden, or not to be trusted): regions are taken in board pixels. */
  readonly toGolden: Similarity | null;
}

/** Measured with the shipped model: a flaw seen as two types shows once at working thresholds (about 0.4) and keeps both ranks below them. models/training/merge.py is the reference. */
export const defaultCrossTypeDecay: CrossTypeDecay = { minIou: 0.5, factor: 0.4 };

/**
 * Turns what all tiles of a board saw into the board's defects, most confident first. What the recipe does not count
 * takes nothing away from what it counts: a type that is looked at less strictly must not hide another one at its place.
 * Does not depend on the order of its input. Costs about n log n for n boxes that are not all in one place.
 */
export function mergeDetections(
  detections: readonly TileDetection[],
  frame: BoardFrame,
  rules: MergeRules,
): Detection[] {
  const counted = joinAcrossSeams(detections).filter(
    (joined) => isSure(joined, rules) && isAsked(inImage(joined, frame), frame, rules),
  );
  const single = suppressWithinTypes(counted, rules.nmsIou);
  return decayAcrossTypes(single, rules.crossType)
    .filter((detection) => isSure(detection, rules))
    .map((detection) => ({ ...detection, box: inImage(detection, frame) }));
}

const inImage = ({ box }: Detection, { width, height }: BoardFrame): Box => clipToImage(box, width, height);

const isSure = ({ confidence, classIndex }: Detection, { thresholds }: MergeRules): boolean =>
  confidence >= (thresholds[classIndex] ?? 1);

/** Whether the box is large enough and lies where the recipe looks. */
function isAsked(box: Box, frame: BoardFrame, { minAreaPx, regions }: MergeRules): boolean {
  if (area(box) <= 0 || area(box) < minAreaPx) return false;
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  return isInspected(frame.toGolden ? boardToGolden(middle, frame.toGolden, frame) : middle, regions);
}
