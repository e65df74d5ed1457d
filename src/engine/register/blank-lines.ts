import { type CellSums, cellSide } from './cell-sums.ts';
import { foreignDifference, inLight, type Light } from './light.ts';
import type { Plane } from './plane.ts';
import type { Similarity } from './similarity.ts';

/** A line whose pixels all lie within this shows nothing. Grey levels. */
const blankRange = 24;
/** Share of a line in which the golden shows something else. */
const foreignShare = 0.25;
/** The golden's lines up to so far away must all show something else: registration may be off by less than this. Pixels. */
const reach = 6;
/** Every so many lines are looked at, from `first` on: each band of four lost lines has one. */
const apart = 4;
const first = 2;
/** Every so many pixels of a line are read. */
const step = cellSide;
/** Fewer pixels than this say nothing about a line. */
const enoughPixels = 8;

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
  const lines = { board, golden, map, sums, light };
  for (let y = first; y < rows * cellSide; y += apart) {
    if (!isLost(lines, { x: 0, y, dx: step, dy: 0, count: columns })) continue;
    const row = Math.floor(y / cellSide);
    marked.fill(1, row * columns, (row + 1) * columns);
  }
  for (let x = first; x < columns * cellSide; x += apart) {
    if (!isLost(lines, { x, y: 0, dx: 0, dy: step, count: rows })) continue;
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
}

interface Line {
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
  readonly count: number;
}

function isLost(pair: Pair, line: Line): boolean {
  if (blankLevel(pair, line) === null) return false;
  const everyPixel = { ...line, dx: Math.sign(line.dx), dy: Math.sign(line.dy), count: line.count * step };
  const level = blankLevel(pair, everyPixel);
  return level !== null && isForeignAround(pair, line, level);
}

/** The grey level of a line that shows nothing; null, mostly after a few pixels, where it shows something. */
function blankLevel({ board, sums }: Pair, { x, y, dx, dy, count }: Line): number | null {
  let least = 255;
  let most = 0;
  let read = 0;
  for (let at = 0; at < count; at++) {
    const px = x + at * dx;
    const py = y + at * dy;
    if (sums.known[Math.floor(py / cellSide) * sums.columns + Math.floor(px / cellSide)] === 0) continue;
    const value = board.data[py * board.width + px]!;
    if (value < least) least = value;
    if (value > most) most = value;
    if (most - least > blankRange) return null;
    read++;
  }
  return read >= enoughPixels ? (least + most) / 2 : null;
}

/** Whether the golden shows something else than the blank line along it, and along its neighbours. */
function isForeignAround(pair: Pair, line: Line, level: number): boolean {
  for (let away = -reach; away <= reach; away++) if (!isForeign(pair, line, level, away)) return false;
  return true;
}

function isForeign({ golden, map, sums, light }: Pair, line: Line, level: number, away: number): boolean {
  const { x, y, dx, dy, count } = line;
  let read = 0;
  let foreign = 0;
  for (let at = 0; at < count; at++) {
    const px = x + at * dx;
    const py = y + at * dy;
    if (sums.known[Math.floor(py / cellSide) * sums.columns + Math.floor(px / cellSide)] === 0) continue;
    const bx = px + 0.5 + (dx === 0 ? away : 0);
    const by = py + 0.5 + (dy === 0 ? away : 0);
    const gx = Math.floor(map.a * bx - map.b * by + map.tx);
    const gy = Math.floor(map.b * bx + map.a * by + map.ty);
    if (gx < 0 || gy < 0 || gx >= golden.width || gy >= golden.height) continue;
    read++;
    if (Math.abs(inLight(light, golden.data[gy * golden.width + gx]!) - level) > foreignDifference) foreign++;
  }
  return read >= enoughPixels && foreign >= foreignShare * read;
}
