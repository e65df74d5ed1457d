import { type Alignment, alignFromScratch, alignNear } from './align.ts';
import type { BlockKernel } from './block-kernel/block-kernel.ts';
import { cutPlane, type Plane } from './plane.ts';
import { composeSimilarity, type Similarity } from './similarity.ts';

/** From this ratio of its sides on a picture is a strip. */
const stripRatio = 3;
/** Each part is this many times as long as the one before: the turn found in one is right to a few pixels at the ends of the next. */
const growth = 3;

/** Whether a small turn about the middle moves the ends of the board further than a search of its short side reaches. */
export function isStrip({ width, height }: Plane): boolean {
  return Math.max(width, height) > stripRatio * Math.min(width, height);
}

/** As `alignFromScratch` for a long strip, such as the first rows of a large board: its middle first, then longer and longer parts. */
export function alignStrip(kernel: BlockKernel, board: Plane, golden: Plane, start: Similarity): Alignment | null {
  const long = Math.max(board.width, board.height);
  let span = 2 * Math.min(board.width, board.height);
  let found = alignPart(board, start, span, (part, own) => alignFromScratch(kernel, part, golden, own));
  while (found !== null && span < long) {
    span = Math.min(long, span * growth);
    const from = found.map;
    found = alignPart(board, from, span, (part, own) => alignNear(kernel, part, golden, own, 0));
  }
  return found;
}

/** Aligns the middle `span` pixels of the strip; maps are those of the whole strip. */
function alignPart(
  board: Plane,
  start: Similarity,
  span: number,
  align: (part: Plane, start: Similarity) => Alignment | null,
): Alignment | null {
  const width = Math.min(board.width, span);
  const height = Math.min(board.height, span);
  const left = Math.floor((board.width - width) / 2);
  const top = Math.floor((board.height - height) / 2);
  const part = cutPlane(board, { left, top, width, height, factor: 1 });
  const found = align(part, composeSimilarity(start, { a: 1, b: 0, tx: left, ty: top }));
  if (found === null) return null;
  return { map: composeSimilarity(found.map, { a: 1, b: 0, tx: -left, ty: -top }), score: found.score };
}
