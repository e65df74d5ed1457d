import { type CellSums, cellSide, tileCells } from './cell-sums.ts';
import { connectedBoxes } from './connected-boxes.ts';
import type { Plane } from './plane.ts';
import { applySimilarity, type Similarity } from './similarity.ts';

/** Standard deviation from which a tile certainly shows something, grey levels. */
const texturedDeviation = 12;
/** Below this correlation a textured tile of the golden is not to be seen on the board. */
const lostCorrelation = 0.3;
/** So many lost tiles in one piece are no known flaw: the most that 1,000 real boards have is 6. */
const lostTiles = 8;
/** Pixels that registration may be off by, across or down: a tile that is like the golden there is not lost. */
const shifts = [
  { x: -1, y: 0 },
  { x: 1, y: 0 },
  { x: 0, y: -1 },
  { x: 0, y: 1 },
] as const;
/** From this correlation on it is. */
const likeCorrelation = 0.6;

/** Whether the golden shows something in a tile that the board does not; both variances in grey levels². */
export const isLost = (goldenVariance: number, correlation: number): boolean =>
  goldenVariance >= texturedDeviation ** 2 && correlation < lostCorrelation;

/**
 * Marks pieces of many tiles in which the golden shows something that the board does not.
 * @param lost 1 for each tile that is lost at its own place.
 */
export function markLostTiles(
  board: Plane,
  golden: Plane,
  map: Similarity,
  sums: CellSums,
  lost: Uint8Array,
  marked: Uint8Array,
): void {
  const { columns, tileColumns, tileRows } = sums;
  const sure = new Uint8Array(lost.length);
  for (const { members } of connectedBoxes(lost, tileColumns, tileRows)) {
    if (members.length < lostTiles) continue;
    // One straight edge that runs through many tiles lies on the pixels that are read of them all: a fraction of a pixel decides.
    for (const tile of members) {
      if (!shifts.some((shift) => isLikeAt(board, golden, map, sums, tile, shift))) sure[tile] = 1;
    }
  }
  for (const { members } of connectedBoxes(sure, tileColumns, tileRows)) {
    if (members.length < lostTiles) continue;
    for (const tile of members) {
      const { left, top, right, bottom } = cellsOf(sums, tile);
      for (let row = top; row < bottom; row++) marked.fill(1, row * columns + left, row * columns + right);
    }
  }
}

/** Whether the tile is like the golden `shift` pixels of the board away: both show the same there, or both show nothing. */
function isLikeAt(
  board: Plane,
  golden: Plane,
  map: Similarity,
  sums: CellSums,
  tile: number,
  shift: { readonly x: number; readonly y: number },
): boolean {
  const { left, top, right, bottom } = cellsOf(sums, tile);
  const half = cellSide >> 1;
  const first = half >> 1;
  let [read, b, g, bb, gg, bg] = [0, 0, 0, 0, 0, 0];
  for (let y = top * cellSide + first; y < bottom * cellSide; y += half) {
    for (let x = left * cellSide + first; x < right * cellSide; x += half) {
      if (sums.known[Math.floor(y / cellSide) * sums.columns + Math.floor(x / cellSide)] === 0) continue;
      const at = applySimilarity(map, { x: x + shift.x + 0.5, y: y + shift.y + 0.5 });
      if (at.x < 0 || at.y < 0 || at.x >= golden.width || at.y >= golden.height) continue;
      const seen = board.data[y * board.width + x]!;
      const wanted = golden.data[Math.floor(at.y) * golden.width + Math.floor(at.x)]!;
      read++;
      b += seen;
      g += wanted;
      bb += seen * seen;
      gg += wanted * wanted;
      bg += seen * wanted;
    }
  }
  if (read === 0) return false;
  const boardVariance = bb / read - (b / read) ** 2;
  const goldenVariance = gg / read - (g / read) ** 2;
  const product = bg / read - (b / read) * (g / read);
  if (Math.max(boardVariance, goldenVariance) < texturedDeviation ** 2) return true;
  return correlationOf(product, boardVariance, goldenVariance) >= likeCorrelation;
}

export const correlationOf = (product: number, variance: number, otherVariance: number): number =>
  product / Math.sqrt(Math.max(1, variance) * Math.max(1, otherVariance));

interface CellSpan {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The cells of a tile; the last tile of a row or column also takes the rest. */
function cellsOf({ columns, rows, tileColumns, tileRows }: CellSums, tile: number): CellSpan {
  const column = tile % tileColumns;
  const row = Math.floor(tile / tileColumns);
  return {
    left: column * tileCells,
    top: row * tileCells,
    right: column === tileColumns - 1 ? columns : (column + 1) * tileCells,
    bottom: row === tileRows - 1 ? rows : (row + 1) * tileCells,
  };
}
