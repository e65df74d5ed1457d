import type { Block, BlockSet } from './blocks.ts';
import { flatDeviation, statistics } from './evidence.ts';

/** Squared gradient, in standard deviations per pixel, below which a pixel is not on an edge. */
const faintestEdge = 0.01;

/** What a block says about the four parameters: shift x, shift y, scale and turn about the board's middle, the last two per half diagonal. */
export interface Linearised {
  readonly block: Block;
  /** The pixels that lie on an edge: only there does a move change anything. */
  readonly pixels: Int32Array;
  /** Their board values less the block's mean, in units of its standard deviation. */
  readonly values: Float32Array;
  /** For each of them the change of its value by each parameter. */
  readonly jacobian: Float32Array;
  /** Upper triangle of jacobianᵀ · jacobian, 4 × 4 row-major. */
  readonly hessian: Float64Array;
}

/** The board's side of the equations: one entry for each block that is not flat. */
export function linearise(set: BlockSet): readonly Linearised[] {
  const pieces: Linearised[] = [];
  for (const block of set.blocks) {
    const { mean, deviation } = statistics(block.board.data);
    if (deviation < flatDeviation) continue;
    pieces.push(lineariseBlock(set, block, mean, 1 / deviation));
  }
  return pieces;
}

function lineariseBlock(set: BlockSet, block: Block, mean: number, gain: number): Linearised {
  const { data, width: side } = block.board;
  const radius = Math.hypot(set.width, set.height) / 2;
  const pixels = new Int32Array(data.length);
  const values = new Float32Array(data.length);
  const jacobian = new Float32Array(data.length * 4);
  let count = 0;
  for (let y = 1; y < side - 1; y++) {
    const py = (block.top + y + 0.5 - set.height / 2) / radius;
    for (let x = 1; x < side - 1; x++) {
      const at = y * side + x;
      const gx = (data[at + 1]! - data[at - 1]!) * gain * 0.5;
      const gy = (data[at + side]! - data[at - side]!) * gain * 0.5;
      if (gx * gx + gy * gy < faintestEdge) continue;
      const px = (block.left + x + 0.5 - set.width / 2) / radius;
      pixels[count] = at;
      values[count] = (data[at]! - mean) * gain;
      jacobian[4 * count] = gx;
      jacobian[4 * count + 1] = gy;
      jacobian[4 * count + 2] = gx * px + gy * py;
      jacobian[4 * count + 3] = gy * px - gx * py;
      count++;
    }
  }
  const own = jacobian.subarray(0, 4 * count);
  return {
    block,
    pixels: pixels.subarray(0, count),
    values: values.subarray(0, count),
    jacobian: own,
    hessian: squared(own),
  };
}

function squared(jacobian: Float32Array): Float64Array {
  const hessian = new Float64Array(16);
  for (let row = 0; row < 4; row++) {
    for (let column = row; column < 4; column++) {
      let sum = 0;
      for (let at = 0; at < jacobian.length; at += 4) sum += jacobian[at + row]! * jacobian[at + column]!;
      hessian[row * 4 + column] = sum;
    }
  }
  return hessian;
}
