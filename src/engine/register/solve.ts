import { type Block, type BlockSet, sampleBlock } from './blocks.ts';
import { flatDeviation, statistics } from './evidence.ts';
import { composeSimilarity, invertSimilarity, type Similarity } from './similarity.ts';

/** Standardised residual beyond which a pixel pulls no harder: a defect is not a reason to move the golden. */
const clipResidual = 0.8;
/** Shrunk pixels at the board's corner; below, a further step is pointless. */
const converged = 0.01;
const maxSteps = 12;
/** Fewer textured blocks cannot tell a turn from noise: only the shift is solved. */
const fewestForTurn = 6;

interface Linearised {
  readonly block: Block;
  /** Board pixels less their mean, in units of their standard deviation. */
  readonly values: Float32Array;
  /** For each pixel the change of its value by the four parameters: shift x, shift y, scale, turn (about the board's middle, per half diagonal). */
  readonly jacobian: Float32Array;
  /** Upper triangle of jacobianᵀ · jacobian, 4 × 4 row-major. */
  readonly hessian: Float64Array;
}

/**
 * Moves `map` until the golden matches the board in all blocks at once: Gauss-Newton on the grey values (inverse compositional, Baker and Matthews
 * 2004), each block normalised to its own mean and contrast so that light does not matter, residuals clipped so that defects do not.
 * Every edge counts in the direction across it only, so that buses of parallel lines do no harm. Right when `map` is off by no more than about two
 * shrunk pixels. Null when no block has texture or the map ran away.
 */
export function solve(set: BlockSet, start: Similarity): Similarity | null {
  const pieces = linearise(set);
  if (pieces.length === 0) return null;
  const free = pieces.length >= fewestForTurn ? 4 : 2;
  let map = start;
  for (let step = 0; step < maxSteps; step++) {
    const state = accumulate(set, pieces, map);
    if (state.used === 0) return null;
    const delta = solveNormal(state.hessian, state.gradient, free);
    map = composeSimilarity(map, invertSimilarity(moveOf(set, delta)));
    const size = Math.hypot(delta[0]!, delta[1]!) + Math.hypot(delta[2]!, delta[3]!);
    if (!Number.isFinite(size)) return null;
    if (size < converged) break;
  }
  return map;
}

function linearise(set: BlockSet): readonly Linearised[] {
  const pieces: Linearised[] = [];
  const radius = Math.hypot(set.width, set.height) / 2;
  for (const block of set.blocks) {
    const { data, width: side } = block.board;
    const { mean, deviation } = statistics(data);
    if (deviation < flatDeviation) continue;
    const values = new Float32Array(data.length);
    for (let at = 0; at < data.length; at++) values[at] = (data[at]! - mean) / deviation;
    const jacobian = new Float32Array(data.length * 4);
    const hessian = new Float64Array(16);
    for (let y = 1; y < side - 1; y++) {
      const py = (block.top + y + 0.5 - set.height / 2) / radius;
      for (let x = 1; x < side - 1; x++) {
        const at = y * side + x;
        const px = (block.left + x + 0.5 - set.width / 2) / radius;
        const gx = (values[at + 1]! - values[at - 1]!) / 2;
        const gy = (values[at + side]! - values[at - side]!) / 2;
        const scale = gx * px + gy * py;
        const turn = gy * px - gx * py;
        const j = at * 4;
        jacobian[j] = gx;
        jacobian[j + 1] = gy;
        jacobian[j + 2] = scale;
        jacobian[j + 3] = turn;
        hessian[0]! += gx * gx;
        hessian[1]! += gx * gy;
        hessian[2]! += gx * scale;
        hessian[3]! += gx * turn;
        hessian[5]! += gy * gy;
        hessian[6]! += gy * scale;
        hessian[7]! += gy * turn;
        hessian[10]! += scale * scale;
        hessian[11]! += scale * turn;
        hessian[15]! += turn * turn;
      }
    }
    pieces.push({ block, values, jacobian, hessian });
  }
  return pieces;
}

function accumulate(
  set: BlockSet,
  pieces: readonly Linearised[],
  map: Similarity,
): { hessian: Float64Array; gradient: Float64Array; used: number } {
  const hessian = new Float64Array(16);
  const gradient = new Float64Array(4);
  let used = 0;
  for (const { block, values, jacobian, hessian: own } of pieces) {
    const seen = new Float32Array(values.length);
    if (!sampleBlock(block, map, set.factor, seen)) continue;
    const { mean, deviation } = statistics(seen);
    if (deviation < flatDeviation) continue;
    used++;
    let g0 = 0;
    let g1 = 0;
    let g2 = 0;
    let g3 = 0;
    let product = 0;
    const gain = 1 / deviation;
    for (let at = 0, j = 0; at < values.length; at++, j += 4) {
      const golden = (seen[at]! - mean) * gain;
      const value = values[at]!;
      product += golden * value;
      const raw = golden - value;
      const error = Math.max(-clipResidual, Math.min(clipResidual, raw));
      g0 += jacobian[j]! * error;
      g1 += jacobian[j + 1]! * error;
      g2 += jacobian[j + 2]! * error;
      g3 += jacobian[j + 3]! * error;
    }
    const correlation = product / values.length;
    const weight = Math.max(0.05, correlation) ** 2;
    gradient[0]! += weight * g0;
    gradient[1]! += weight * g1;
    gradient[2]! += weight * g2;
    gradient[3]! += weight * g3;
    for (let at = 0; at < 16; at++) hessian[at]! += weight * own[at]!;
  }
  return { hessian, gradient, used };
}

/** The move of the board that the parameters stand for, in full-resolution pixels. */
function moveOf(set: BlockSet, [x, y, scale, turn]: readonly number[]): Similarity {
  const radius = Math.hypot(set.width, set.height) / 2;
  const a = 1 + scale! / radius;
  const b = turn! / radius;
  const cx = (set.width / 2) * set.factor;
  const cy = (set.height / 2) * set.factor;
  return { a, b, tx: cx + x! * set.factor - (a * cx - b * cy), ty: cy + y! * set.factor - (b * cx + a * cy) };
}

/** Cholesky of the first `size` parameters, slightly damped so that a direction nothing speaks for stays where it is; the others are 0. */
function solveNormal(hessian: Float64Array, gradient: Float64Array, size: number): readonly number[] {
  const trace = (hessian[0]! + hessian[5]!) / 2;
  const lower = new Float64Array(16);
  const partial = [0, 0, 0, 0];
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let value = hessian[column * 4 + row]! + (row === column ? 1e-3 * trace + 1e-9 : 0);
      for (let k = 0; k < column; k++) value -= lower[row * 4 + k]! * lower[column * 4 + k]!;
      lower[row * 4 + column] = row === column ? Math.sqrt(value) : value / lower[column * 4 + column]!;
    }
    let value = gradient[row]!;
    for (let k = 0; k < row; k++) value -= lower[row * 4 + k]! * partial[k]!;
    partial[row] = value / lower[row * 4 + row]!;
  }
  const delta = [0, 0, 0, 0];
  for (let row = size - 1; row >= 0; row--) {
    let value = partial[row]!;
    for (let k = row + 1; k < size; k++) value -= lower[k * 4 + row]! * delta[k]!;
    delta[row] = value / lower[row * 4 + row]!;
  }
  return delta;
}
