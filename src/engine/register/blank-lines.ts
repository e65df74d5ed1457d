import { type CellSums, cellSide, goldenAt } from './cell-sums.ts';
import { contrastIn, foreignDifference, inLight, type Light } from './light.ts';
import type { Plane } from './plane.ts';
import type { Similarity } from './similarity.ts';

/** A line whose pixels all lie within this shows nothing. Grey levels. */
const blankRange = 24;
/** Share of a line in which the golden shows something else. */
const foreignShare = 0.25;
/** The golden's lines up to so far away must all show something else: registration may be off by less than this. Pixels. */
const reach = 6;
/** An edge lies within so many of them. */
const edgeReach = 2;
/** Every so many lines are looked at, from `first` on: each band of four lost lines has one. */
const apart = 4;
const first = 2;
/** Fewer cells than this say nothing about a line. */
const enoughCells = 8;

/** Marks the cells of rows and columns of the board that show nothing over their whole length where the golden does: a camera that lost lines. */
export function markBlankLines(
  board: Plane,
  golden: Plane,
  map: Similarity,
  sums: CellSums,
  light: Light,
  marked: Uint8Array,
): void {
  const { columns, rows } = sums;
  const pair = { board, golden, map, sums, light, contrast: contrastIn(light) };
  for (let y = first; y < rows * cellSide; y += apart) {
    if (!isLost(pair, rowAt(y, sums))) continue;
    const row = Math.floor(y / cellSide);
    marked.fill(1, row * columns, (row + 1) * columns);
  }
  for (let x = first; x < columns * cellSide; x += apart) {
    if (!isLost(pair, columnAt(x, sums, board))) continue;
    const column = Math.floor(x / cellSide);
    for (let row = 0; row < rows; row++) marked[row * columns + column] = 1;
  }
}

interface Pair {
  readonly board: Plane;
  readonly golden: Plane;
  readonly map: Similarity;
  readonly sums: CellSums;
  readonly light: Light;
  /** See `contrastIn`: what limits in grey levels are multiplied with. */
  readonly contrast: number;
}

/** A row or column of the board's pixels, cell by cell. */
interface Line {
  /** Its first pixel. */
  readonly x: number;
  readonly y: number;
  readonly isRow: boolean;
  /** Cells that it runs through, the first of them, and how far the next is from each. */
  readonly cells: number;
  readonly firstCell: number;
  readonly nextCell: number;
  /** How far the next pixel is from each in the board's data. */
  readonly nextPixel: number;
}

const rowAt = (y: number, { columns }: CellSums): Line => {
  const firstCell = Math.floor(y / cellSide) * columns;
  return { x: 0, y, isRow: true, cells: columns, firstCell, nextCell: 1, nextPixel: 1 };
};

const columnAt = (x: number, { columns, rows }: CellSums, { width }: Plane): Line => {
  const firstCell = Math.floor(x / cellSide);
  return { x, y: 0, isRow: false, cells: rows, firstCell, nextCell: columns, nextPixel: width };
};

/** One pixel a cell tells nearly always that a line shows something; the golden is asked before all are read. */
function isLost(pair: Pair, line: Line): boolean {
  const level = blankLevel(pair, line, 1);
  if (level === null || !isForeignAround(pair, line, level) || blankLevel(pair, line, cellSide) === null) return false;
  return !isEdge(pair, line, level);
}

/**
 * Whether the golden goes through the line's level beside it, from something clearly darker to something clearly brighter: a straight edge along the line, of
 * which a fraction of a pixel decides how bright it is.
 */
function isEdge({ golden, map, sums, light, contrast }: Pair, line: Line, level: number): boolean {
  const { isRow, cells, firstCell, nextCell } = line;
  const limit = foreignDifference * contrast;
  let read = 0;
  let passed = 0;
  for (let at = 0; at < cells; at++) {
    if (sums.known[firstCell + at * nextCell] === 0) continue;
    read++;
    let [isDarker, isBrighter] = [false, false];
    for (let away = -edgeReach; away <= edgeReach; away++) {
      const along = at * cellSide + 0.5;
      const across = away + 0.5;
      const gx = map.a * (line.x + (isRow ? along : across)) - map.b * (line.y + (isRow ? across : along)) + map.tx;
      const gy = map.b * (line.x + (isRow ? along : across)) + map.a * (line.y + (isRow ? across : along)) + map.ty;
      const place = goldenAt(golden, gx, gy);
      if (place < 0) continue;
      const difference = inLight(light, golden.data[place]!) - level;
      if (difference < -limit) isDarker = true;
      if (difference > limit) isBrighter = true;
    }
    if (isDarker && isBrighter) passed++;
  }
  return passed > (1 - foreignShare) * read;
}

/** The grey level of a line that shows nothing; null, mostly after a few pixels, where it shows something. */
function blankLevel({ board, sums, contrast }: Pair, line: Line, perCell: number): number | null {
  const { known } = sums;
  const { data } = board;
  const { cells, nextCell, nextPixel } = line;
  const perStep = cellSide * nextPixel;
  let cell = line.firstCell;
  let pixel = (Math.imul(line.y, board.width) + line.x) | 0;
  let least = 255;
  let most = 0;
  let read = 0;
  for (let at = 0; at < cells; at++) {
    if (known[cell] === 1) {
      for (let i = 0; i < perCell; i++) {
        const value = data[pixel + Math.imul(i, nextPixel)]!;
        if (value < least) least = value;
        if (value > most) most = value;
      }
      if (most - least > blankRange * contrast) return null;
      read++;
    }
    cell += nextCell;
    pixel += perStep;
  }
  return read >= enoughCells ? (least + most) / 2 : null;
}

/** Whether the golden shows something else than the blank line along it, and along its neighbours. */
function isForeignAround(pair: Pair, line: Line, level: number): boolean {
  for (let away = -reach; away <= reach; away++) if (!isForeign(pair, line, level, away)) return false;
  return true;
}

function isForeign({ golden, map, sums, light, contrast }: Pair, line: Line, level: number, away: number): boolean {
  const { isRow, cells, firstCell, nextCell } = line;
  let bx = line.x + 0.5 + (isRow ? 0 : away);
  let by = line.y + 0.5 + (isRow ? away : 0);
  let read = 0;
  let foreign = 0;
  for (let at = 0; at < cells; at++) {
    if (sums.known[firstCell + at * nextCell] === 1) {
      const gx = Math.floor(map.a * bx - map.b * by + map.tx);
      const gy = Math.floor(map.b * bx + map.a * by + map.ty);
      if (gx >= 0 && gy >= 0 && gx < golden.width && gy < golden.height) {
        read++;
        const wanted = inLight(light, golden.data[gy * golden.width + gx]!);
        if (Math.abs(wanted - level) > foreignDifference * contrast) foreign++;
      }
    }
    if (isRow) bx += cellSide;
    else by += cellSide;
  }
  return read >= enoughCells && foreign >= foreignShare * read;
}
