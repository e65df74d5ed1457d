import { type CellSums, cellSide, flatRange, type IsInspected } from './cell-sums.ts';
import type { Plane } from './plane.ts';
import { applySimilarity, type Similarity } from './similarity.ts';

/** Side of a window in cells: a rim that is narrower is what shift and turn leave of any board. */
const windowCells = 6;
/** So many of its cells show something: a plain background beside the board does not. */
const drawnCells = 9;

/**
 * Marks parts of the board that lie beside the golden and show something: nobody can say what should be there. Points
 * beside the golden are asked of the recipe's regions like all others; where it names what is inspected, they are not.
 */
export function markUncovered(
  board: Plane,
  golden: Plane,
  map: Similarity,
  { columns, rows, range }: CellSums,
  isInspected: IsInspected,
  marked: Uint8Array,
): void {
  if (isCovered(board, golden, map)) return;
  const wide = columns + 1;
  // Sums of the cells above and before: those beside the golden, and of them those that show something.
  const beside = new Int32Array(wide * (rows + 1));
  const drawn = new Int32Array(wide * (rows + 1));
  for (let row = 0; row < rows; row++) {
    let [besideInRow, drawnInRow] = [0, 0];
    for (let column = 0; column < columns; column++) {
      const { x, y } = applySimilarity(map, { x: (column + 0.5) * cellSide, y: (row + 0.5) * cellSide });
      const isBeside = x < 0 || y < 0 || x >= golden.width || y >= golden.height;
      if (isBeside && (isInspected === null || isInspected(x, y))) {
        besideInRow++;
        if (range[row * columns + column]! > flatRange) drawnInRow++;
      }
      const at = (row + 1) * wide + column + 1;
      beside[at] = beside[at - wide]! + besideInRow;
      drawn[at] = drawn[at - wide]! + drawnInRow;
    }
  }
  for (let top = 0; top + windowCells <= rows; top++) {
    for (let left = 0; left + windowCells <= columns; left++) {
      const upper = top * wide + left;
      if (inWindow(beside, upper, wide) < windowCells * windowCells || inWindow(drawn, upper, wide) < drawnCells)
        continue;
      for (let row = top; row < top + windowCells; row++) {
        marked.fill(1, row * columns + left, row * columns + left + windowCells);
      }
    }
  }
}

function inWindow(sums: Int32Array, upper: number, wide: number): number {
  const lower = upper + windowCells * wide;
  return sums[lower + windowCells]! - sums[lower]! - sums[upper + windowCells]! + sums[upper]!;
}

/** Whether no window's width of the board reaches past the golden, as for nearly all boards. */
function isCovered(board: Plane, golden: Plane, map: Similarity): boolean {
  const rim = windowCells * cellSide * Math.hypot(map.a, map.b);
  return [0, board.width].every((x) =>
    [0, board.height].every((y) => {
      const at = applySimilarity(map, { x, y });
      return at.x > -rim && at.y > -rim && at.x < golden.width + rim && at.y < golden.height + rim;
    }),
  );
}
