import type { Plane } from './plane.ts';
import type { Similarity } from './similarity.ts';

/** Side of a cell in board pixels. Four of its pixels are read: what is looked for is larger than the gaps between them. */
export const cellSide = 8;
/** Cells along one side of a tile; the last tile of a row or column also takes the rest. */
export const tileCells = 6;
const perCell = 4;
/** Values that a grain can have. */
const grains = 511;
/** Grey levels within which a cell's pixels lie where the board shows nothing: noise and JPEG stay below. */
export const flatRange = 24;
/** And at least so many where the golden shows something. */
const drawnRange = 32;

/** A board and its golden, laid over it, as sums of few pixels: a sixteenth of the board is read once. */
export interface CellSums {
  readonly columns: number;
  readonly rows: number;
  /** By cell, means of the pixels that were read; in a cell that leaves the golden or is not inspected, `known` is 0. */
  readonly board: Uint8Array;
  readonly golden: Uint8Array;
  readonly known: Uint8Array;
  /** By how many grey levels the board's pixels differ in the cell. */
  readonly range: Uint8Array;
  /** 1 where the golden shows something in the cell. */
  readonly drawn: Uint8Array;
  readonly tileColumns: number;
  readonly tileRows: number;
  /**
   * By tile: pixels read; sums of board and golden, of their squares and of their product; then sums of the second and fourth powers of the differences
   * between neighbours that were read: of the board across, of the board down, of the golden across, of the golden down.
   */
  readonly tiles: Float64Array;
  /** How many cells have which grain (see `grainOf`) on the board where the golden shows nothing, and on the golden where the board shows nothing. */
  readonly boardGrain: Uint32Array;
  readonly goldenGrain: Uint32Array;
}

export const tileSums = 14;

/** Whether a point in golden pixels is inspected; null where all of it is. */
export type IsInspected = ((x: number, y: number) => boolean) | null;

export function sumCells(board: Plane, golden: Plane, map: Similarity, isInspected: IsInspected): CellSums {
  const columns = Math.floor(board.width / cellSide);
  const rows = Math.floor(board.height / cellSide);
  const tileColumns = Math.max(1, Math.floor(columns / tileCells));
  const tileRows = Math.max(1, Math.floor(rows / tileCells));
  const sums: CellSums = {
    columns,
    rows,
    board: new Uint8Array(columns * rows),
    golden: new Uint8Array(columns * rows),
    known: new Uint8Array(columns * rows),
    range: new Uint8Array(columns * rows),
    drawn: new Uint8Array(columns * rows),
    tileColumns,
    tileRows,
    tiles: new Float64Array(tileColumns * tileRows * tileSums),
    boardGrain: new Uint32Array(grains),
    goldenGrain: new Uint32Array(grains),
  };
  for (let row = 0; row < rows; row++) sumRow(sums, board, golden, map, isInspected, row);
  return sums;
}

function sumRow(
  sums: CellSums,
  board: Plane,
  golden: Plane,
  map: Similarity,
  isInspected: IsInspected,
  row: number,
): void {
  const { columns, tiles, tileColumns } = sums;
  const half = cellSide >> 1;
  const first = half >> 1;
  const seen = board.data;
  const wanted = golden.data;
  const tileRow = Math.min(sums.tileRows - 1, Math.floor(row / tileCells)) * tileColumns;
  for (let column = 0; column < columns; column++) {
    const x = column * cellSide + first;
    const y = row * cellSide + first;
    const at = (Math.imul(y, board.width) + x) | 0;
    const below = at + half * board.width;
    const b0 = seen[at]!;
    const b1 = seen[at + half]!;
    const b2 = seen[below]!;
    const b3 = seen[below + half]!;
    const cell = row * columns + column;
    const boardSum = b0 + b1 + b2 + b3;
    sums.board[cell] = boardSum >> 2;
    const range = rangeOf(b0, b1, b2, b3);
    sums.range[cell] = range;

    const gx = map.a * (x + 0.5) - map.b * (y + 0.5) + map.tx;
    const gy = map.b * (x + 0.5) + map.a * (y + 0.5) + map.ty;
    const a = half * map.a;
    const b = half * map.b;
    const g0 = goldenAt(golden, gx, gy);
    const g1 = goldenAt(golden, gx + a, gy + b);
    const g2 = goldenAt(golden, gx - b, gy + a);
    const g3 = goldenAt(golden, gx + a - b, gy + a + b);
    if (g0 < 0 || g1 < 0 || g2 < 0 || g3 < 0) continue;
    if (isInspected !== null && !isInspected(gx + (a - b) / 2, gy + (a + b) / 2)) continue;
    const p0 = wanted[g0]!;
    const p1 = wanted[g1]!;
    const p2 = wanted[g2]!;
    const p3 = wanted[g3]!;
    const goldenSum = p0 + p1 + p2 + p3;
    sums.golden[cell] = goldenSum >> 2;
    const isDrawn = rangeOf(p0, p1, p2, p3) >= drawnRange;
    sums.drawn[cell] = isDrawn ? 1 : 0;
    sums.known[cell] = 1;
    if (!isDrawn) count(sums.boardGrain, grainOf(b0, b1, b2, b3));
    if (range <= flatRange) count(sums.goldenGrain, grainOf(p0, p1, p2, p3));
    const tile = (tileRow + Math.min(tileColumns - 1, (column / tileCells) | 0)) * tileSums;
    addFour(tiles, tile, b0, b1, b2, b3, p0, p1, p2, p3);
  }
}

/** Adds four pixels of a square, row by row, of board and golden to the sums of a tile from `at` on. */
export function addFour(
  tiles: Float64Array,
  at: number,
  b0: number,
  b1: number,
  b2: number,
  b3: number,
  p0: number,
  p1: number,
  p2: number,
  p3: number,
): void {
  tiles[at]! += perCell;
  tiles[at + 1]! += b0 + b1 + b2 + b3;
  tiles[at + 2]! += p0 + p1 + p2 + p3;
  tiles[at + 3]! += product(b0, b0) + product(b1, b1) + product(b2, b2) + product(b3, b3);
  tiles[at + 4]! += product(p0, p0) + product(p1, p1) + product(p2, p2) + product(p3, p3);
  tiles[at + 5]! += product(b0, p0) + product(b1, p1) + product(b2, p2) + product(b3, p3);
  addDifferences(tiles, at + 6, b0 - b1, b2 - b3);
  addDifferences(tiles, at + 8, b0 - b2, b1 - b3);
  addDifferences(tiles, at + 10, p0 - p1, p2 - p3);
  addDifferences(tiles, at + 12, p0 - p2, p1 - p3);
}

function addDifferences(tiles: Float64Array, at: number, one: number, other: number): void {
  const first = product(one, one);
  const second = product(other, other);
  tiles[at]! += first + second;
  // More than 32 bits hold.
  tiles[at + 1]! += first * first + second * second;
}

/** Of grey values and their differences: within 32 bits, so that no number becomes a double. */
const product: (one: number, other: number) => number = Math.imul;

// Without a branch: which of two pixels is the brighter is mostly noise, which no processor foresees.
const brighter = (one: number, other: number): number => one - ((one - other) & ((one - other) >> 31));
const darker = (one: number, other: number): number => other + ((one - other) & ((one - other) >> 31));

const rangeOf = (p0: number, p1: number, p2: number, p3: number): number =>
  brighter(brighter(p0, p1), brighter(p2, p3)) - darker(darker(p0, p1), darker(p2, p3));

/** What is left of four neighbours less every slope of light: of noise alone, a normal distribution with twice its deviation. */
const grainOf = (p0: number, p1: number, p2: number, p3: number): number => Math.abs(p0 - p1 - p2 + p3);

function count(counts: Uint32Array, grain: number): void {
  counts[grain]! += 1;
}

/** Place of a golden pixel, −1 outside. */
export function goldenAt({ width, height }: Plane, x: number, y: number): number {
  return x >= 0 && y >= 0 && x < width && y < height ? (Math.imul(y | 0, width) + (x | 0)) | 0 : -1;
}
