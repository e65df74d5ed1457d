import type { Box } from '../../core/detection/box.ts';
import { markBlankLines } from './blank-lines.ts';
import { type CellSums, cellSide, flatRange, type IsInspected, sumCells, tileCells, tileSums } from './cell-sums.ts';
import { connectedBoxes } from './connected-boxes.ts';
import { contrastIn, foreignDifference, goldenLight, inLight, type Light } from './light.ts';
import { fitLight } from './light-fit.ts';
import type { Plane } from './plane.ts';
import type { Similarity } from './similarity.ts';
import { isClear } from './survey-clarity.ts';
import { markUncovered } from './uncovered.ts';

/** Standard deviation from which a tile certainly shows something, grey levels. */
const texturedDeviation = 12;
/** And from which there is at least something to compare: above the noise of a sensor. */
const faintDeviation = 6;
/** Below this correlation a textured tile of the golden is not to be seen on the board. */
const lostCorrelation = 0.3;
/** So many lost tiles in one piece are no known flaw: the most that 1,000 real boards have is 6. */
const lostTiles = 8;
/** Tiles that correlate by this show in which light the board was taken. */
const lightCorrelation = 0.6;
/** Board and golden must both show something on so many of the tiles that are compared, else there is nothing to compare. */
const enoughTiles = 3;

/** Side of a window in cells, within which a solid thing that hides the board is looked for. */
const windowCells = 6;
/** So many of its 16 inner cells differ from the golden. The outer ones may belong to an edge that registration left half a pixel off. */
const foreignCells = 9;
/** Means of the window's cells lie this close together where one solid thing covers it. Grey levels. */
const solidRange = 24;

export interface Survey {
  /** Whether board and golden show enough to be compared at all. */
  readonly comparable: boolean;
  /** Parts of the board, in its pixels, that neither the golden nor a flaw of the artwork explains; the largest first. */
  readonly unexplained: readonly Box[];
  /** In which the whole board was taken; the golden's where there is nothing to compare or a person has to look at all of it. */
  readonly light: Light;
}

/** Most areas that are named: beyond them a person looks at the whole board anyway. */
const mostAreas = 32;

/**
 * What a board shows beside its golden, without a model: parts that are covered, missing, black or overexposed, and scan lines that are lost. A model
 * knows flaws of the artwork, a few dozen pixels large, and says nothing about these.
 */
export function surveyBoard(board: Plane, golden: Plane, map: Similarity, isInspected: IsInspected): Survey {
  const sums = sumCells(board, golden, map, isInspected);
  const tiles = weighTiles(sums);
  if (!tiles.comparable) return { comparable: false, unexplained: [], light: goldenLight };
  if (!isClear(sums, tiles.shown, tiles.light)) {
    const whole = { x: 0, y: 0, width: board.width, height: board.height };
    return { comparable: true, unexplained: [whole], light: goldenLight };
  }
  const marked = new Uint8Array(sums.columns * sums.rows);
  markLostTiles(sums, tiles.lost, marked);
  markSolids(sums, tiles.light, marked);
  markBlankLines(board, golden, map, sums, tiles.light, marked);
  markUncovered(board, golden, map, sums, isInspected, marked);
  const boxes = connectedBoxes(marked, sums.columns, sums.rows).map((box) => inPixels(box, board));
  return {
    comparable: true,
    unexplained: boxes.sort((p, q) => q.width * q.height - p.width * p.height).slice(0, mostAreas),
    light: tiles.light,
  };
}

interface TilesWeighed {
  readonly lost: Uint8Array;
  /** 1 where the board shows what the golden does, if faintly. */
  readonly shown: Uint8Array;
  readonly light: Light;
  readonly comparable: boolean;
}

function weighTiles(sums: CellSums): TilesWeighed {
  const { tiles, tileColumns, tileRows } = sums;
  const lost = new Uint8Array(tileColumns * tileRows);
  const shown = new Uint8Array(lost.length);
  const lit = new Uint8Array(lost.length);
  let [compared, shownByBoard, shownByGolden] = [0, 0, 0];
  let [tilesLit, boards, goldens, products, squares] = [0, 0, 0, 0, 0];
  for (let tile = 0; tile < lost.length; tile++) {
    const at = tile * tileSums;
    const count = tiles[at]!;
    // Half of the tile lies outside the golden.
    if (count < 2 * tileCells * tileCells) continue;
    compared++;
    const b = tiles[at + 1]! / count;
    const g = tiles[at + 2]! / count;
    const boardVariance = tiles[at + 3]! / count - b * b;
    const goldenVariance = tiles[at + 4]! / count - g * g;
    const product = tiles[at + 5]! / count - b * g;
    if (boardVariance >= faintDeviation ** 2) shownByBoard++;
    if (goldenVariance >= faintDeviation ** 2) shownByGolden++;
    const correlation = product / Math.sqrt(Math.max(1, boardVariance) * Math.max(1, goldenVariance));
    if (goldenVariance >= texturedDeviation ** 2 && correlation < lostCorrelation) lost[tile] = 1;
    if (correlation >= lostCorrelation) shown[tile] = 1;
    if (correlation < lightCorrelation) continue;
    lit[tile] = 1;
    tilesLit++;
    boards += b;
    goldens += g;
    products += product;
    squares += goldenVariance;
  }
  // All pixels of these tiles, edges too: less exact, but there is always a line.
  const gain = tilesLit === 0 ? 1 : products / squares;
  const roughly = tilesLit === 0 ? goldenLight : { gain, offset: (boards - gain * goldens) / tilesLit };
  // A recipe may inspect less than a tile; that the pictures belong together is then what registration says.
  const enough = Math.min(enoughTiles, compared);
  const light = fitLight(sums, lit) ?? roughly;
  return { lost, shown, light, comparable: shownByBoard >= enough && shownByGolden >= enough };
}

function markLostTiles({ columns, rows, tileColumns, tileRows }: CellSums, lost: Uint8Array, marked: Uint8Array): void {
  for (const group of connectedBoxes(lost, tileColumns, tileRows)) {
    if (group.members.length < lostTiles) continue;
    for (const tile of group.members) {
      const left = (tile % tileColumns) * tileCells;
      const top = Math.floor(tile / tileColumns) * tileCells;
      const right = tile % tileColumns === tileColumns - 1 ? columns : left + tileCells;
      const bottom = tile >= lost.length - tileColumns ? rows : top + tileCells;
      for (let row = top; row < bottom; row++) marked.fill(1, row * columns + left, row * columns + right);
    }
  }
}

/** Squares in which the board shows nothing at all, at a level that the golden has nowhere or only in part of them. */
function markSolids(sums: CellSums, light: Light, marked: Uint8Array): void {
  const { columns, rows, range } = sums;
  const contrast = contrastIn(light);
  const foreign = foreignSums(sums, light);
  // Side of the largest flat square that ends in a cell, for the row above and the row that is read.
  let above = new Uint8Array(columns);
  let own = new Uint8Array(columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const before = column === 0 ? 0 : Math.min(own[column - 1]!, above[column - 1]!, above[column]!);
      own[column] = range[row * columns + column]! > flatRange * contrast ? 0 : Math.min(windowCells, before + 1);
      if (own[column]! < windowCells) continue;
      const left = column - windowCells + 1;
      const top = row - windowCells + 1;
      if (foreignInside(foreign, columns, left + 1, top + 1) < foreignCells) continue;
      if (!isSolid(sums, left, top, solidRange * contrast)) continue;
      for (let line = top; line <= row; line++) marked.fill(1, line * columns + left, line * columns + column + 1);
    }
    [above, own] = [own, above];
  }
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

function foreignInside(sums: Int32Array, columns: number, left: number, top: number): number {
  const wide = columns + 1;
  const inner = windowCells - 2;
  const upper = top * wide + left;
  const lower = upper + inner * wide;
  return sums[lower + inner]! - sums[lower]! - sums[upper + inner]! + sums[upper]!;
}

function isSolid({ columns, board }: CellSums, left: number, top: number, mostRange: number): boolean {
  let least = 255;
  let most = 0;
  for (let row = top; row < top + windowCells; row++) {
    for (let column = left; column < left + windowCells; column++) {
      const mean = board[row * columns + column]!;
      if (mean < least) least = mean;
      if (mean > most) most = mean;
    }
  }
  return most - least <= mostRange;
}

/** The last column and row of cells reach to the board's edge. */
function inPixels({ x, y, width, height }: Box, board: Plane): Box {
  const right = x + width === Math.floor(board.width / cellSide) ? board.width : (x + width) * cellSide;
  const bottom = y + height === Math.floor(board.height / cellSide) ? board.height : (y + height) * cellSide;
  return { x: x * cellSide, y: y * cellSide, width: right - x * cellSide, height: bottom - y * cellSide };
}
