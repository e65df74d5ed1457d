import { addFour, type CellSums, cellSide, goldenAt, tileCells, tileSums } from './cell-sums.ts';
import type { Plane } from './plane.ts';
import type { Similarity } from './similarity.ts';

/** A board laid over its golden, with the sums of the pixels that were read of both. */
export interface PairSummed {
  readonly board: Plane;
  readonly golden: Plane;
  readonly map: Similarity;
  readonly sums: CellSums;
}

/**
 * The sums of `side` × `side` tiles as of one, from every pixel and its neighbours four pixels away: the few that tiles are made of may all lie on a
 * straight edge, or beside it.
 * @param left, top The first tile.
 */
export function sumClosely(
  { board, golden, map, sums }: PairSummed,
  left: number,
  top: number,
  side: number,
): Pick<CellSums, 'tiles'> {
  const tiles = new Float64Array(tileSums);
  const half = cellSide >> 1;
  const tileSide = tileCells * cellSide;
  const a = half * map.a;
  const b = half * map.b;
  const seen = board.data;
  const wanted = golden.data;
  const isKnown = (x: number, y: number): boolean =>
    sums.known[Math.floor(y / cellSide) * sums.columns + Math.floor(x / cellSide)] === 1;
  for (let y = top * tileSide; y < (top + side) * tileSide - half; y++) {
    for (let x = left * tileSide; x < (left + side) * tileSide - half; x++) {
      if (!isKnown(x, y) || !isKnown(x + half, y) || !isKnown(x, y + half) || !isKnown(x + half, y + half)) continue;
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
      addFour(tiles, 0, ...board4, wanted[g0]!, wanted[g1]!, wanted[g2]!, wanted[g3]!);
    }
  }
  return { tiles };
}
