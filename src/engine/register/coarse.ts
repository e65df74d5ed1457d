import { type CorrelationSurface, correlate, hillTops } from './correlate.ts';
import { cutPlane, type Plane, shrink } from './plane.ts';
import type { Similarity } from './similarity.ts';

/**
 * Shifts, best first, between two small pictures of about 80 px: the middle of the golden is looked for in the board at half their size, up to a
 * fifth of the side away. Several, because a bus lies on itself more than once. In the pictures' own pixels.
 */
export function coarseShifts(board: Plane, golden: Plane, howMany: number): readonly Similarity[] {
  const small = Math.min(board.width, board.height) >= 64 ? 2 : 1;
  const boardSmall = shrink(board, small);
  const goldenSmall = shrink(golden, small);
  const width = Math.min(boardSmall.width, goldenSmall.width);
  const height = Math.min(boardSmall.height, goldenSmall.height);
  const marginX = Math.max(2, Math.floor(width / 5));
  const marginY = Math.max(2, Math.floor(height / 5));
  if (width <= 2 * marginX + 4 || height <= 2 * marginY + 4) return [];
  const middle = {
    left: Math.floor((goldenSmall.width - width) / 2) + marginX,
    top: Math.floor((goldenSmall.height - height) / 2) + marginY,
    width: width - 2 * marginX,
    height: height - 2 * marginY,
    factor: 1,
  };
  const surface: CorrelationSurface = correlate(boardSmall, cutPlane(goldenSmall, middle));
  return hillTops(surface)
    .filter((top) => top.value > 0.2)
    .slice(0, howMany)
    .map((top) => ({ a: 1, b: 0, tx: (middle.left - top.x) * small, ty: (middle.top - top.y) * small }));
}
