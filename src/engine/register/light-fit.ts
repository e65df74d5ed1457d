import { type CellSums, flatRange, tileCells } from './cell-sums.ts';
import type { Light } from './light.ts';

/** Cells that a fit needs, and grey levels by which their golden values must scatter within tiles (standard deviation), or a line through them means nothing. */
const enoughCells = 24;
const enoughSpread = 6;
/** The second fit leaves out what is further from the first than this: flaws, dust, another print. Grey levels, and times the mean distance. */
const leastDistance = 6;
const distances = 2;
/** A sensor may have cut what is this close to black or white. */
const nearCut = 2;

/**
 * Board = gain · golden + offset, from the cells in which neither shows an edge: there neither focus nor half a pixel of registration changes a grey
 * value. Each cell is compared with others of its tile, so that a lamp at one side does not count, and only tiles that show the golden (`shown`) take
 * part, so that what covers a part of the board is not taken for light. Null where these cells are too few or of one grey.
 */
export function fitLight(sums: CellSums, shown: Uint8Array): Light | null {
  const cells = evenCells(sums, shown);
  const first = lineThrough(sums, cells);
  if (first === null) return null;
  let distance = 0;
  for (const cell of cells.keys()) distance += first.distance(cell);
  const limit = Math.max(leastDistance, (distances * distance) / cells.length);
  const near = cells.filter((_, at) => first.distance(at) <= limit);
  return (lineThrough(sums, near) ?? first).light;
}

interface EvenCell {
  readonly cell: number;
  readonly tile: number;
}

function evenCells(
  { columns, rows, board, golden, known, range, drawn, ...sums }: CellSums,
  shown: Uint8Array,
): EvenCell[] {
  const { tileColumns, tileRows } = sums;
  const cells: EvenCell[] = [];
  for (let row = 0; row < rows; row++) {
    const tileRow = Math.min(tileRows - 1, Math.floor(row / tileCells)) * tileColumns;
    for (let column = 0; column < columns; column++) {
      const tile = tileRow + Math.min(tileColumns - 1, Math.floor(column / tileCells));
      if (shown[tile] === 0) continue;
      const cell = row * columns + column;
      if (known[cell] === 0 || range[cell]! > flatRange || drawn[cell] === 1) continue;
      if (isNearCut(board[cell]!) && !isNearCut(golden[cell]!)) continue;
      cells.push({ cell, tile });
    }
  }
  return cells;
}

const isNearCut = (value: number): boolean => value < nearCut || value > 255 - nearCut;

interface Line {
  readonly light: Light;
  /** How far the cell at this place of the list is from the line, laid through its tile. Grey levels. */
  readonly distance: (at: number) => number;
}

function lineThrough({ board, golden, tileColumns, tileRows }: CellSums, cells: readonly EvenCell[]): Line | null {
  if (cells.length < enoughCells) return null;
  const counts = new Float64Array(tileColumns * tileRows);
  const boards = new Float64Array(counts.length);
  const goldens = new Float64Array(counts.length);
  let [b, g, gg, bg] = [0, 0, 0, 0];
  for (const { cell, tile } of cells) {
    const seen = board[cell]!;
    const wanted = golden[cell]!;
    counts[tile]! += 1;
    boards[tile]! += seen;
    goldens[tile]! += wanted;
    b += seen;
    g += wanted;
    gg += wanted * wanted;
    bg += seen * wanted;
  }
  for (let tile = 0; tile < counts.length; tile++) {
    if (counts[tile] === 0) continue;
    gg -= goldens[tile]! ** 2 / counts[tile]!;
    bg -= (boards[tile]! * goldens[tile]!) / counts[tile]!;
  }
  if (gg < cells.length * enoughSpread ** 2) return null;
  const gain = bg / gg;
  const distance = (at: number): number => {
    const { cell, tile } = cells[at]!;
    const own = board[cell]! - gain * golden[cell]!;
    return Math.abs(own - (boards[tile]! - gain * goldens[tile]!) / counts[tile]!);
  };
  return { light: { gain, offset: (b - gain * g) / cells.length }, distance };
}
