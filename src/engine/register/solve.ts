import { type BlockSet, sampleBlock, sampleRoom } from './blocks.ts';
import { flatDeviation } from './evidence.ts';
import { type Linearised, linearise } from './linearise.ts';
import { composeSimilarity, invertSimilarity, type Similarity } from './similarity.ts';

/** Standardised residual beyond which a pixel pulls no harder: a defect is not a reason to move the golden. */
const clipResidual = 0.8;
/** Shrunk pixels at the board's corner; below, a further step is pointless. */
const converged = 0.02;
/** From a start that is right to a pixel a few steps are enough; from two pixels off it takes some more. */
const manySteps = 10;
/** Fewer textured blocks cannot tell a turn from noise: only the shift is solved. */
const fewestForTurn = 6;

/**
 * Moves `map` until the golden matches the board in all blocks at once: Gauss-Newton on the grey values (inverse compositional, Baker and Matthews
 * 2004), each block normalised to its own mean and contrast so that light does not matter, residuals clipped so that defects do not.
 * Every edge counts in the direction across it only, so that buses of parallel lines do no harm. Right when `map` is off by no more than about two
 * shrunk pixels. Null when no block has texture or the map ran away.
 */
export function solve(set: BlockSet, start: Similarity, maxSteps: number = manySteps): Similarity | null {
  const pieces = linearise(set);
  if (pieces.length === 0) return null;
  const free = pieces.length >= fewestForTurn ? 4 : 2;
  const seen = sampleRoom(set);
  let map = start;
  for (let step = 0; step < maxSteps; step++) {
    const state = accumulate(set, pieces, map, seen);
    if (state.used === 0) return null;
    const delta = solveNormal(state.hessian, state.gradient, free);
    map = composeSimilarity(map, invertSimilarity(moveOf(set, delta)));
    const size = Math.hypot(delta[0]!, delta[1]!) + Math.hypot(delta[2]!, delta[3]!);
    if (!Number.isFinite(size)) return null;
    if (size < converged) break;
  }
  return map;
}

interface NormalEquations {
  readonly hessian: Float64Array;
  readonly gradient: Float64Array;
  /** Blocks that took part. */
  readonly used: number;
}

/** @param seen Room for the samples of a block. */
function accumulate(
  set: BlockSet,
  pieces: readonly Linearised[],
  map: Similarity,
  seen: Float32Array,
): NormalEquations {
  const hessian = new Float64Array(16);
  const gradient = new Float64Array(4);
  let used = 0;
  for (const piece of pieces) {
    const light = sampleBlock(piece.block, map, set.factor, seen);
    if (light === null || light.deviation < flatDeviation) continue;
    used++;
    const stiffness = pull(piece, seen, light.mean, 1 / light.deviation, gradient);
    for (let at = 0; at < 16; at++) hessian[at]! += stiffness * piece.hessian[at]!;
  }
  return { hessian, gradient, used };
}

/**
 * Adds a block's pull to `gradient`: the better board and golden agree there already, the more it counts. Returns how stiff the block is, as a factor of its
 * hessian: clipped pixels pull with the same force wherever the map goes, so they do not count.
 */
function pull(
  { pixels, values, jacobian }: Linearised,
  seen: Float32Array,
  mean: number,
  gain: number,
  gradient: Float64Array,
): number {
  let g0 = 0;
  let g1 = 0;
  let g2 = 0;
  let g3 = 0;
  let misfit = 0;
  let clipped = 0;
  for (let index = 0, j = 0; index < pixels.length; index++, j += 4) {
    const raw = (seen[pixels[index]!]! - mean) * gain - values[index]!;
    const error = Math.max(-clipResidual, Math.min(clipResidual, raw));
    if (error !== raw) clipped++;
    misfit += error * error;
    g0 += jacobian[j]! * error;
    g1 += jacobian[j + 1]! * error;
    g2 += jacobian[j + 2]! * error;
    g3 += jacobian[j + 3]! * error;
  }
  const count = Math.max(1, pixels.length);
  const weight = 1 / (0.1 + misfit / (count * clipResidual * clipResidual));
  gradient[0]! += weight * g0;
  gradient[1]! += weight * g1;
  gradient[2]! += weight * g2;
  gradient[3]! += weight * g3;
  return weight * Math.max(0.3, 1 - clipped / count);
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
