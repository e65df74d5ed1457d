import type { BlockSet } from './blocks.ts';
import type { Similarity } from './similarity.ts';

/** Standard deviation of a block below which it counts as flat, grey levels: sensor noise alone stays below. */
export const flatDeviation = 4;
/** Standard deviation above which a block certainly shows something. */
const clearDeviation = 12;
/** Flat blocks whose means differ by less look the same. Grey levels; light may differ between board and golden. */
const sameLevel = 40;
/** Share of the weight of the worst blocks that does not count: a board with defects is still the same board. */
const trimmedShare = 0.15;
/** Fewer textured blocks than this do not show a place. */
export const enoughBlocks = 3;
/** A golden that covers less of the board than this is trusted less. */
const enoughCovered = 0.5;

/** What one map explains of a board. */
export interface Evidence {
  /** Blocks with texture in board or golden. */
  readonly textured: readonly { readonly correlation: number; readonly weight: number }[];
  /** Share of all blocks that look alike: textured alike, or flat in both and about as bright. */
  readonly alike: number;
  /** Share of the board's blocks that the golden covers. */
  readonly covered: number;
}

/**
 * Compares all blocks as `map` has them: correlation −1..1 of board and golden, weighed by the golden's contrast; 0 for a block with clear texture in one
 * and none in the other.
 */
export function weigh(set: BlockSet, map: Similarity): Evidence {
  const textured: { correlation: number; weight: number }[] = [];
  let uncovered = set.uncovered;
  let alike = 0;
  for (const { board, golden, correlation } of set.blocks.compare(map)) {
    if (golden === null) {
      uncovered++;
      continue;
    }
    const weight = Math.max(golden.deviation, board.deviation / 2);
    if (Math.min(board.deviation, golden.deviation) < flatDeviation) {
      if (Math.max(board.deviation, golden.deviation) > clearDeviation) textured.push({ correlation: 0, weight });
      else if (Math.abs(board.mean - golden.mean) < sameLevel) alike++;
      continue;
    }
    if (correlation > 0.5) alike++;
    textured.push({ correlation, weight });
  }
  const all = set.blocks.count + set.uncovered;
  return { textured, alike: all === 0 ? 0 : alike / all, covered: all === 0 ? 0 : (all - uncovered) / all };
}

/**
 * How well the golden explains the board, 0..1: the weighted mean correlation of the textured blocks (negative counts as 0) without the worst 15 %,
 * lowered in proportion where more than half of the board lies outside the golden. Where fewer than three blocks have texture the pictures are
 * nearly blank and the share of blocks that look alike counts instead.
 */
export function scoreOf({ textured, alike, covered }: Evidence): number {
  if (textured.length < enoughBlocks) return alike;
  const sorted = [...textured].sort((p, q) => q.correlation - p.correlation);
  const limit = (1 - trimmedShare) * sorted.reduce((total, { weight }) => total + weight, 0);
  let weights = 0;
  let sum = 0;
  for (const { correlation, weight } of sorted) {
    if (weights >= limit) break;
    weights += weight;
    sum += weight * Math.max(0, correlation);
  }
  return Math.min(1, (sum / weights) * Math.min(1, covered / enoughCovered));
}
