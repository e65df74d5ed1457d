import { type CellSums, cellSide, flatRange } from './cell-sums.ts';
import { contrastIn, foreignDifference, inLight, type Light } from './light.ts';
import type { Plane } from './plane.ts';
import { applySimilarity, type Similarity } from './similarity.ts';

/** A square of flat cells within which a solid thing that hides the board is looked for. */
interface Window {
  /** Its side in cells. */
  readonly side: number;
  /** Cells along its rim that do not count: they may belong to an edge that registration left half a pixel off. */
  readonly rim: number;
  /** So many of the others must differ from the golden. */
  readonly foreign: number;
}

const large: Window = { side: 6, rim: 1, foreign: 9 };
/** Seldom enough to be looked at pixel by pixel: a spot of glare, a drop, a chip of something. */
const small: Window = { side: 4, rim: 0, foreign: 7 };
/** Share of a small window's pixels that nothing in the golden near them explains: of 1,000 real boards 0.18 at most. */
const foreignShare = 0.3;
/** How far explaining pixels may lie away: rows −2..2 of a disc, as for a defect's difference (docs/adr/0010). */
const disc = [1, 2, 2, 2, 1] as const;
const discRadius = 2;
/** Means of a window's cells lie this close together where one solid thing covers it. Grey levels. */
const solidRange = 24;

/** Marks squares in which the board shows nothing at all, at a level that the golden has nowhere or only in part of them. */
export function markSolids(
  board: Plane,
  golden: Plane,
  map: Similarity,
  sums: CellSums,
  light: Light,
  marked: Uint8Array,
): void {
  const { columns, rows, range } = sums;
  const contrast = contrastIn(light);
  const foreign = foreignSums(sums, light);
  const doubtful: { readonly left: number; readonly top: number; readonly level: number }[] = [];
  /** Of the window that ends in a cell; null where it is not solid, or the golden mostly shows the same. */
  const levelIn = (window: Window, column: number, row: number): number | null => {
    const left = column - window.side + 1;
    const top = row - window.side + 1;
    if (foreignInside(foreign, columns, left, top, window) < window.foreign) return null;
    return solidLevel(sums, left, top, window.side, solidRange * contrast);
  };
  // Side of the largest flat square that ends in a cell, for the row above and the row that is read.
  let above = new Uint8Array(columns);
  let own = new Uint8Array(columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const before = column === 0 ? 0 : Math.min(own[column - 1]!, above[column - 1]!, above[column]!);
      const side = range[row * columns + column]! > flatRange * contrast ? 0 : Math.min(large.side, before + 1);
      own[column] = side;
      if (side < small.side) continue;
      const level = levelIn(small, column, row);
      if (level !== null) doubtful.push({ left: column - small.side + 1, top: row - small.side + 1, level });
      if (side < large.side || levelIn(large, column, row) === null) continue;
      markWindow(marked, columns, column - large.side + 1, row - large.side + 1, large.side);
    }
    [above, own] = [own, above];
  }
  for (const { left, top, level } of doubtful) {
    if (isMarked(marked, columns, left, top)) continue;
    if (unexplainedShare(board, golden, map, sums, light, left, top, level) < foreignShare) continue;
    markWindow(marked, columns, left, top, small.side);
  }
}

function markWindow(marked: Uint8Array, columns: number, left: number, top: number, side: number): void {
  for (let row = top; row < top + side; row++) marked.fill(1, row * columns + left, row * columns + left + side);
}

/** Whether all of a small window is marked already. */
function isMarked(marked: Uint8Array, columns: number, left: number, top: number): boolean {
  for (let row = top; row < top + small.side; row++) {
    if (marked.subarray(row * columns + left, row * columns + left + small.side).includes(0)) return false;
  }
  return true;
}

/** By cell and row and column before it: cells up to there that differ from the golden by more than light. */
function foreignSums({ columns, rows, board, golden, known, drawn }: CellSums, light: Light): Int32Array {
  const wide = columns + 1;
  const sums = new Int32Array(wide * (rows + 1));
  const limit = foreignDifference * contrastIn(light);
  const differs = (cell: number): boolean => Math.abs(board[cell]! - inLight(light, golden[cell]!)) > limit;
  for (let row = 0; row < rows; row++) {
    let inRow = 0;
    for (let column = 0; column < columns; column++) {
      const cell = row * columns + column;
      if (known[cell] === 1 && (drawn[cell] === 1 || differs(cell))) inRow++;
      sums[(row + 1) * wide + column + 1] = sums[row * wide + column + 1]! + inRow;
    }
  }
  return sums;
}

function foreignInside(sums: Int32Array, columns: number, left: number, top: number, { side, rim }: Window): number {
  const wide = columns + 1;
  const inner = side - 2 * rim;
  const upper = (top + rim) * wide + left + rim;
  const lower = upper + inner * wide;
  return sums[lower + inner]! - sums[lower]! - sums[upper + inner]! + sums[upper]!;
}

/** The grey level of a window that is all of one; else null. */
function solidLevel(
  { columns, board }: CellSums,
  left: number,
  top: number,
  side: number,
  mostRange: number,
): number | null {
  let least = 255;
  let most = 0;
  for (let row = top; row < top + side; row++) {
    for (let column = left; column < left + side; column++) {
      const mean = board[row * columns + column]!;
      if (mean < least) least = mean;
      if (mean > most) most = mean;
    }
  }
  return most - least <= mostRange ? (least + most) / 2 : null;
}

/** Share of a small window's pixels that are inspected and for which all of the golden within reach has another level. */
function unexplainedShare(
  board: Plane,
  golden: Plane,
  map: Similarity,
  { known, columns }: CellSums,
  light: Light,
  left: number,
  top: number,
  level: number,
): number {
  const side = small.side * cellSide;
  const wide = side + 2 * discRadius;
  const limit = foreignDifference * contrastIn(light);
  const foreign = new Uint8Array(wide * wide);
  for (let y = 0; y < wide; y++) {
    for (let x = 0; x < wide; x++) {
      const bx = left * cellSide + x - discRadius;
      const by = top * cellSide + y - discRadius;
      if (bx < 0 || by < 0 || bx >= board.width || by >= board.height) continue;
      const at = applySimilarity(map, { x: bx + 0.5, y: by + 0.5 });
      if (at.x < 0 || at.y < 0 || at.x >= golden.width || at.y >= golden.height) continue;
      const wanted = golden.data[Math.floor(at.y) * golden.width + Math.floor(at.x)]!;
      if (Math.abs(inLight(light, wanted) - level) > limit) foreign[y * wide + x] = 1;
    }
  }
  let unexplained = 0;
  for (let y = discRadius; y < side + discRadius; y++) {
    for (let x = discRadius; x < side + discRadius; x++) {
      const cell =
        (top + Math.floor((y - discRadius) / cellSide)) * columns + left + Math.floor((x - discRadius) / cellSide);
      if (known[cell] === 0) continue;
      const isForeign = disc.every((half, row) => {
        const middle = (y + row - discRadius) * wide + x;
        return !foreign.subarray(middle - half, middle + half + 1).includes(0);
      });
      if (isForeign) unexplained++;
    }
  }
  return unexplained / side ** 2;
}
