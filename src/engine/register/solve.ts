import type { BlockSet } from './blocks.ts';
import { flatDeviation } from './evidence.ts';
import { composeSimilarity, invertSimilarity, type Similarity } from './similarity.ts';

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
  const textured = set.blocks.linearise(flatDeviation);
  if (textured === 0) return null;
  const free = textured >= fewestForTurn ? 4 : 2;
  let map = start;
  for (let step = 0; step < maxSteps; step++) {
    const { hessian, gradient, used } = set.blocks.pull(map, flatDeviation);
    if (used === 0) return null;
    const delta = solveNormal(hessian, gradient, free);
    map = composeSimilarity(map, invertSimilarity(moveOf(set, delta)));
    const size = Math.hypot(delta[0]!, delta[1]!) + Math.hypot(delta[2]!, delta[3]!);
    if (!Number.isFinite(size)) return null;
    if (size < converged) break;
  }
  return map;
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
