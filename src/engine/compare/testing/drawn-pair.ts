import type { TilePair } from '../tile-pair.ts';

export const pairSide = 64;

/** A round piece of copper, `level` grey levels over its surroundings. Pixels. */
export interface Disc {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly level: number;
}

/** How the golden differs from the board where nothing is wrong. */
export interface Differences {
  /** Golden off by so many pixels, sub-pixel by bilinear resampling, as registration leaves it. */
  readonly dx: number;
  readonly dy: number;
  /** The board is this much brighter, grey levels. */
  readonly light: number;
  /** Standard deviation of the noise in both, grey levels, and its seed. */
  readonly noise: number;
  readonly seed: number;
}

export const same: Differences = { dx: 0, dy: 0, light: 0, noise: 0, seed: 1 };

const ground = 60;

/** Discs with soft edges over traces of 8 px every 24 px; the board also shows `flaws`. */
export function drawPair(discs: readonly Disc[], differences: Differences, flaws: readonly Disc[] = []): TilePair {
  const noiseOf = gaussian(differences.seed);
  const draw = (shapes: readonly Disc[], dx: number, dy: number, light: number): Uint8Array => {
    const sharp = new Float32Array((pairSide + 1) * (pairSide + 1));
    const [left, top] = [Math.floor(dx), Math.floor(dy)];
    for (let y = 0; y <= pairSide; y += 1) {
      for (let x = 0; x <= pairSide; x += 1) sharp[y * (pairSide + 1) + x] = levelAt(shapes, x + left, y + top);
    }
    const [fx, fy] = [dx - left, dy - top];
    const plane = new Uint8Array(pairSide * pairSide);
    for (let y = 0; y < pairSide; y += 1) {
      for (let x = 0; x < pairSide; x += 1) {
        const at = y * (pairSide + 1) + x;
        const above = sharp[at]! * (1 - fx) + sharp[at + 1]! * fx;
        const below = sharp[at + pairSide + 1]! * (1 - fx) + sharp[at + pairSide + 2]! * fx;
        const value = above * (1 - fy) + below * fy + light + differences.noise * noiseOf();
        plane[y * pairSide + x] = Math.max(0, Math.min(255, Math.round(value)));
      }
    }
    return plane;
  };
  const board = draw([...discs, ...flaws], 0, 0, differences.light);
  const golden = draw(discs, differences.dx, differences.dy, 0);
  return { board, golden, width: pairSide, height: pairSide };
}

function levelAt(discs: readonly Disc[], x: number, y: number): number {
  let level = ground + (((x % 24) + 24) % 24 < 8 ? 80 : 0);
  for (const disc of discs) {
    const inside = Math.max(0, Math.min(1, disc.radius + 0.5 - Math.hypot(x - disc.x, y - disc.y)));
    level += inside * disc.level;
  }
  // Within what a sensor shows in any of the lights.
  return Math.max(30, Math.min(225, level));
}

/** Standard normal numbers from a seed: Box and Muller over a linear congruential generator (Numerical Recipes' constants). */
function gaussian(seed: number): () => number {
  let state = seed >>> 0;
  const uniform = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 1) / 4294967297;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}
