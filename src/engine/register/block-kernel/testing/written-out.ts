import { applySimilarity, type Similarity } from '../../similarity.ts';
import type { BlockFrame, BlockPixels, BlockPlace } from '../block-kernel.ts';

/** A block as the kernel has it, for its formulas written out. */
export interface WrittenBlock extends BlockPixels {
  readonly frame: BlockFrame;
  readonly place: BlockPlace;
}

const clipResidual = 0.8;
const faintestEdge = 0.01;

/** What `map` shows of the golden in the block's place, bilinear; null where it leaves the piece. */
export function sampled({ frame, place, golden }: WrittenBlock, map: Similarity): Float64Array | null {
  const { side, factor } = frame;
  const out = new Float64Array(side * side);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const at = applySimilarity(map, {
        x: (place.left + x + 0.5) * factor,
        y: (place.top + y + 0.5) * factor,
      });
      const gx = (at.x - place.goldenLeft) / factor - 0.5;
      const gy = (at.y - place.goldenTop) / factor - 0.5;
      if (gx < 0 || gy < 0 || gx >= place.width - 1 || gy >= place.height - 1) return null;
      const [column, row] = [Math.floor(gx), Math.floor(gy)];
      const pixel = (right: number, down: number): number => golden[(row + down) * place.width + column + right]!;
      const [fx, fy] = [gx - column, gy - row];
      out[y * side + x] =
        (pixel(0, 0) * (1 - fx) + pixel(1, 0) * fx) * (1 - fy) + (pixel(0, 1) * (1 - fx) + pixel(1, 1) * fx) * fy;
    }
  }
  return out;
}

export function meanAndDeviation(values: ArrayLike<number>): { mean: number; deviation: number } {
  const all = Array.from(values);
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
  const variance = all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / all.length;
  return { mean, deviation: Math.sqrt(variance) };
}

export function correlationOf(p: ArrayLike<number>, q: ArrayLike<number>): number {
  const [ofP, ofQ] = [meanAndDeviation(p), meanAndDeviation(q)];
  const products = Array.from(p, (value, at) => (value - ofP.mean) * (q[at]! - ofQ.mean));
  return products.reduce((sum, product) => sum + product, 0) / (p.length * ofP.deviation * ofQ.deviation);
}

/** The pull of one block: jacobian of its edges by its clipped residuals, weighed by how well both agree. */
export function pulled(block: WrittenBlock, seen: Float64Array): { hessian: number[]; gradient: number[] } {
  const { side, width, height } = block.frame;
  const [board, golden] = [meanAndDeviation(block.board), meanAndDeviation(seen)];
  const radius = Math.hypot(width, height) / 2;
  const hessian = new Array<number>(16).fill(0);
  const gradient = [0, 0, 0, 0];
  let [edges, misfit, clipped] = [0, 0, 0];
  for (let y = 1; y < side - 1; y++) {
    for (let x = 1; x < side - 1; x++) {
      const at = y * side + x;
      const slope = (step: number): number => (block.board[at + step]! - block.board[at - step]!) / 2 / board.deviation;
      const [gx, gy] = [slope(1), slope(side)];
      if (gx * gx + gy * gy < faintestEdge) continue;
      const px = (block.place.left + x + 0.5 - width / 2) / radius;
      const py = (block.place.top + y + 0.5 - height / 2) / radius;
      const jacobian = [gx, gy, gx * px + gy * py, gy * px - gx * py];
      const residual = (seen[at]! - golden.mean) / golden.deviation - (block.board[at]! - board.mean) / board.deviation;
      const error = Math.max(-clipResidual, Math.min(clipResidual, residual));
      edges++;
      misfit += error ** 2;
      if (error !== residual) clipped++;
      for (let row = 0; row < 4; row++) {
        gradient[row]! += jacobian[row]! * error;
        for (let column = row; column < 4; column++) hessian[4 * row + column]! += jacobian[row]! * jacobian[column]!;
      }
    }
  }
  const all = Math.max(1, edges);
  const weight = 1 / (0.1 + misfit / (all * clipResidual ** 2));
  const stiffness = weight * Math.max(0.3, 1 - clipped / all);
  return { hessian: hessian.map((value) => value * stiffness), gradient: gradient.map((value) => value * weight) };
}
