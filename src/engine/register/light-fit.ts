import { type CellSums, flatRange, tileCells } from './cell-sums.ts';
import type { Light } from './light.ts';

/** Cells that a fit needs, and grey levels by which their golden values must scatter within tiles (standard deviation), or a line through them means nothing. */
const enoughCells = 24;
const enoughSpread = 6;
/** From so many on, every second row and column of cells tells enough. */
const manyCells = 4096;
/** The second fit leaves out what is further from the first than this: flaws, dust, another print. Grey levels, and times the mean distance. */
const leastDistance = 6;
const meanDistances = 2;
/** A sensor may have cut what is this close to black or white. */
const nearCut = 2;

/**
 * Board = gain · golden + offset, from the cells in which neither shows an edge: there neither focus nor half a pixel of registration changes a grey
 * value. Each cell is compared with others of its tile, so that a lamp at one side does not count, and only tiles that show the golden (`shown`) take
 * part, so that what covers a part of the board is not taken for light. Null where these cells are too few or of one grey.
 */
export function fitLight(sums: CellSums, shown: Uint8Array): Light | null {
  const cells = evenCells(sums, shown);
  const first = lineThrough(cells);
  if (first === null) return null;
  const distances = distancesFrom(first, cells);
  let sum = 0;
  for (let at = 0; at < distances.length; at++) sum += distances[at]!;
  const limit = Math.max(leastDistance, (meanDistances * sum) / distances.length);
  return (lineThrough(nearest(cells, distances, limit)) ?? first).light;
}

/** Grey values of board and golden and the tile of each cell, one after the other: the same cells are read four times. */
interface EvenCells {
  readonly board: Uint8Array;
  readonly golden: Uint8Array;
  readonly tile: Int32Array;
  readonly count: number;
  readonly tiles: number;
}

function evenCells(sums: CellSums, shown: Uint8Array): EvenCells {
  const { columns, rows, known, range, drawn, tileColumns, tileRows } = sums;
  const board = new Uint8Array(columns * rows);
  const golden = new Uint8Array(columns * rows);
  const tile = new Int32Array(columns * rows);
  let count = 0;
  const step = columns * rows < manyCells ? 1 : 2;
  for (let row = 0; row < rows; row += step) {
    const tileRow = Math.min(tileRows - 1, Math.floor(row / tileCells)) * tileColumns;
    for (let column = 0; column < columns; column += step) {
      const cell = row * columns + column;
      if (known[cell] === 0 || range[cell]! > flatRange || drawn[cell] === 1) continue;
      const at = tileRow + Math.min(tileColumns - 1, (column / tileCells) | 0);
      if (shown[at] === 0) continue;
      const seen = sums.board[cell]!;
      const wanted = sums.golden[cell]!;
      if (isNearCut(seen) && !isNearCut(wanted)) continue;
      board[count] = seen;
      golden[count] = wanted;
      tile[count] = at;
      count++;
    }
  }
  return { board, golden, tile, count, tiles: shown.length };
}

const isNearCut = (value: number): boolean => value < nearCut || value > 255 - nearCut;

interface Line {
  readonly light: Light;
  /** By tile, the offset of the line through it. */
  readonly offsets: Float64Array;
}

function lineThrough({ board, golden, tile, count, tiles }: EvenCells): Line | null {
  if (count < enoughCells) return null;
  const counts = new Int32Array(tiles);
  const boards = new Int32Array(tiles);
  const goldens = new Int32Array(tiles);
  let [b, g, gg, bg] = [0, 0, 0, 0];
  for (let at = 0; at < count; at++) {
    const seen = board[at]!;
    const wanted = golden[at]!;
    const of = tile[at]!;
    counts[of]! += 1;
    boards[of]! += seen;
    goldens[of]! += wanted;
    gg += wanted * wanted;
    bg += seen * wanted;
  }
  for (let of = 0; of < tiles; of++) {
    if (counts[of] === 0) continue;
    b += boards[of]!;
    g += goldens[of]!;
    gg -= goldens[of]! ** 2 / counts[of]!;
    bg -= (boards[of]! * goldens[of]!) / counts[of]!;
  }
  if (gg < count * enoughSpread ** 2) return null;
  const gain = bg / gg;
  const offsets = new Float64Array(tiles);
  for (let of = 0; of < tiles; of++) offsets[of] = (boards[of]! - gain * goldens[of]!) / Math.max(1, counts[of]!);
  return { light: { gain, offset: (b - gain * g) / count }, offsets };
}

function distancesFrom({ light: { gain }, offsets }: Line, { board, golden, tile, count }: EvenCells): Float64Array {
  const distances = new Float64Array(count);
  for (let at = 0; at < count; at++) distances[at] = Math.abs(board[at]! - gain * golden[at]! - offsets[tile[at]!]!);
  return distances;
}

function nearest(cells: EvenCells, distances: Float64Array, limit: number): EvenCells {
  const board = new Uint8Array(cells.count);
  const golden = new Uint8Array(cells.count);
  const tile = new Int32Array(cells.count);
  let count = 0;
  for (let at = 0; at < cells.count; at++) {
    if (distances[at]! > limit) continue;
    board[count] = cells.board[at]!;
    golden[count] = cells.golden[at]!;
    tile[count] = cells.tile[at]!;
    count++;
  }
  return { board, golden, tile, count, tiles: cells.tiles };
}
