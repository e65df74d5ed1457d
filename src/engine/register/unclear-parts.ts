import { addFour, type CellSums, cellSide, goldenAt, tileCells, tileSums } from './cell-sums.ts';
import type { Light } from './light.ts';
import type { Plane } from './plane.ts';
import type { Similarity } from './similarity.ts';
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

interface PairSurveyed {
  readonly board: Plane;
  readonly golden: Plane;
  readonly map: Similarity;
  readonly sums: CellSums;
  readonly noise: Noise;
  readonly clarity: Clarity;
  readonly light: Light;
}

/**
 * Marks parts of a board that are out of focus, smeared, in shadow or behind a haze, although the board as a whole is clear: what the model cannot see there
 * it does not find.
 */
export function markUnclearParts(
  { board, golden, map, sums, noise, clarity, light }: PairSurveyed,
  marked: Uint8Array,
): void {
  const { columns, tileColumns, tileRows } = sums;
  const leastSharpness = Math.hypot(map.a, map.b) >= leastScale ? leastSteepness : 0;
  const limits = { across: leastSharpness, down: leastSharpness, contrast: leastContrast * light.gain };
  const isPart = (left: number, top: number): boolean => {
    const first = top * tileColumns + left;
    const low = measures.filter((measure) => isMostlyBelow(limits[measure], clarity[measure], first, tileColumns));
    if (low.length === 0) return false;
    const whole = clarityOf({ tiles: wholePart(board, golden, map, sums, left, top) }, noise, Uint8Array.of(1));
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

/** The sums of a part as of one tile, from every pixel: straight edges can lie on, or between, the few that tiles are made of. */
function wholePart(
  board: Plane,
  golden: Plane,
  map: Similarity,
  sums: CellSums,
  left: number,
  top: number,
): Float64Array {
  const whole = new Float64Array(tileSums);
  for (let row = top * tileCells; row < (top + partTiles) * tileCells; row++) {
    for (let column = left * tileCells; column < (left + partTiles) * tileCells; column++) {
      if (sums.known[row * sums.columns + column] === 1) addCell(whole, board, golden, map, column, row);
    }
  }
  return whole;
}

/** Adds a cell's pixels, each once. */
function addCell(sums: Float64Array, board: Plane, golden: Plane, map: Similarity, column: number, row: number): void {
  const half = cellSide >> 1;
  const a = half * map.a;
  const b = half * map.b;
  const seen = board.data;
  const wanted = golden.data;
  for (let y = row * cellSide; y < row * cellSide + half; y++) {
    for (let x = column * cellSide; x < column * cellSide + half; x++) {
      const gx = map.a * (x + 0.5) - map.b * (y + 0.5) + map.tx;
      const gy = map.b * (x + 0.5) + map.a * (y + 0.5) + map.ty;
      const g0 = goldenAt(golden, gx, gy);
      const g1 = goldenAt(golden, gx + a, gy + b);
      const g2 = goldenAt(golden, gx - b, gy + a);
      const g3 = goldenAt(golden, gx + a - b, gy + a + b);
      if (g0 < 0 || g1 < 0 || g2 < 0 || g3 < 0) continue;
      const at = y * board.width + x;
      const below = at + half * board.width;
      const board4 = [seen[at]!, seen[at + half]!, seen[below]!, seen[below + half]!] as const;
      addFour(sums, 0, ...board4, wanted[g0]!, wanted[g1]!, wanted[g2]!, wanted[g3]!);
    }
  }
}
