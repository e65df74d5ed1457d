import type { Block, BlockSet } from './blocks.ts';
import { flatDeviation } from './evidence.ts';

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
  const most = set.blocks.reduce((pixels, { board }) => Math.max(pixels, board.data.length), 0);
  const room = {
    across: new Float64Array(most),
    pixels: new Int32Array(most),
    values: new Float32Array(most),
    jacobian: new Float32Array(4 * most),
  };
  return set.blocks
    .filter(({ light }) => light.deviation >= flatDeviation)
    .map((block) => lineariseBlock(set, block, room));
}

/** @param room Overwritten; the result has memory of its own. */
function lineariseBlock(
  set: BlockSet,
  block: Block,
  room: Pick<Linearised, 'pixels' | 'values' | 'jacobian'> & { readonly across: Float64Array },
): Linearised {
  const { data, width: side } = block.board;
  const { mean } = block.light;
  const gain = 1 / block.light.deviation;
  const radius = Math.hypot(set.width, set.height) / 2;
  const { across, pixels, values, jacobian } = room;
  for (let x = 0; x < side; x++) across[x] = (block.left + x + 0.5 - set.width / 2) / radius;
  let count = 0;
  for (let y = 1; y < side - 1; y++) {
    const py = (block.top + y + 0.5 - set.height / 2) / radius;
    for (let x = 1; x < side - 1; x++) {
      const at = y * side + x;
      const gx = (data[at + 1]! - data[at - 1]!) * gain * 0.5;
      const gy = (data[at + side]! - data[at - side]!) * gain * 0.5;
      if (gx * gx + gy * gy < faintestEdge) continue;
      const px = across[x]!;
      pixels[count] = at;
      values[count] = (data[at]! - mean) * gain;
      jacobian[4 * count] = gx;
      jacobian[4 * count + 1] = gy;
      jacobian[4 * count + 2] = gx * px + gy * py;
      jacobian[4 * count + 3] = gy * px - gx * py;
      count++;
    }
  }
  const own = jacobian.slice(0, 4 * count);
  return {
    block,
    pixels: pixels.slice(0, count),
    values: values.slice(0, count),
    jacobian: own,
    hessian: squared(own),
  };
}

/** Upper triangle of jacobianᵀ · jacobian. */
function squared(jacobian: Float32Array): Float64Array {
  let xx = 0;
  let xy = 0;
  let xs = 0;
  let xt = 0;
  let yy = 0;
  let ys = 0;
  let yt = 0;
  let ss = 0;
  let st = 0;
  let tt = 0;
  for (let at = 0; at < jacobian.length; at += 4) {
    const x = jacobian[at]!;
    const y = jacobian[at + 1]!;
    const s = jacobian[at + 2]!;
    const t = jacobian[at + 3]!;
    xx += x * x;
    xy += x * y;
    xs += x * s;
    xt += x * t;
    yy += y * y;
    ys += y * s;
    yt += y * t;
    ss += s * s;
    st += s * t;
    tt += t * t;
  }
  return Float64Array.of(xx, xy, xs, xt, 0, yy, ys, yt, 0, 0, ss, st, 0, 0, 0, tt);
}
