import { tileCells } from './cell-sums.ts';
import { type PairSummed, sumClosely } from './close-sums.ts';
import type { Light } from './light.ts';
import { type Clarity, clarityOf, type Noise } from './survey-clarity.ts';

/** Side in tiles of the parts that are looked at: one tile alone tells too little. */
const partTiles = 2;
/** Tiles of a part that must tell; more than half of them decide. */
const enoughTold = 3;
/** Limits of a part; docs/adr/0005 has the measurements. */
const measures = ['across', 'down', 'contrast'] as const;
const leastSteepness = 0.6;
const leastContrast = 0.55;
/** Golden pixels to one of the board's from which the golden is no softer than the board by its own resolution. */
const leastScale = 0.8;

interface PairSurveyed extends PairSummed {
  readonly noise: Noise;
  readonly clarity: Clarity;
  readonly light: Light;
}

/**
 * Marks parts of a board that are out of focus, smeared, in shadow or behind a haze, although the board as a whole is clear: what the model cannot see there
 * it does not find.
 */
export function markUnclearParts(pair: PairSurveyed, marked: Uint8Array): void {
  const { map, noise, clarity, light } = pair;
  const { columns, tileColumns, tileRows } = pair.sums;
  const leastSharpness = Math.hypot(map.a, map.b) >= leastScale ? leastSteepness : 0;
  const limits = { across: leastSharpness, down: leastSharpness, contrast: leastContrast * light.gain };
  const isPart = (left: number, top: number): boolean => {
    const first = top * tileColumns + left;
    const low = measures.filter((measure) => isMostlyBelow(limits[measure], clarity[measure], first, tileColumns));
    if (low.length === 0) return false;
    const whole = clarityOf(sumClosely(pair, left, top, partTiles), noise, Uint8Array.of(1));
    return low.some((measure) => whole[measure][0]! < limits[measure]);
  };
  for (let top = 0; top + partTiles <= tileRows; top++) {
    for (let left = 0; left + partTiles <= tileColumns; left++) {
      if (!isPart(left, top)) continue;
      for (let row = top * tileCells; row < (top + partTiles) * tileCells; row++) {
        const start = row * columns + left * tileCells;
        marked.fill(1, start, start + partTiles * tileCells);
      }
    }
  }
}

/** Of the part whose first tile is `first`. */
function isMostlyBelow(limit: number, values: Float64Array, first: number, tileColumns: number): boolean {
  let told = 0;
  let below = 0;
  for (let row = 0; row < partTiles; row++) {
    for (let at = first + row * tileColumns, end = at + partTiles; at < end; at++) {
      const value = values[at]!;
      if (value < limit) below++;
      else if (value >= limit) told++;
    }
  }
  told += below;
  return told >= enoughTold && 2 * below > told;
}
