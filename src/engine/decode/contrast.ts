import type { GreyImage } from './grey-image.ts';

/** Pixels a side of the blocks whose means are compared: noise averages out in them, the edge of a trace does not. */
const blockSide = 8;
/** Fewer blocks than this a side, and blocks are made smaller: a picture of a few pixels has edges too. */
const fewestBlocks = 8;
/** Grey levels between neighbouring blocks. Noise and uneven light make 5 to 10 of them, good boards of every look 29 and more (docs/adr/0005). */
const step = 20;
/** Pairs of blocks; a few single bright pixels make fewer. */
const fewestSteps = 8;

/**
 * Whether there is anything to be seen that a model could judge: edges of some contrast, wherever they are and however
 * few. Absolute, not by the picture's own range: a dark picture shall not look like a bright one. Ends at the first
 * edges, so that a board costs next to nothing and only a blank picture is read whole.
 */
export function hasContrast({ data, width, height }: GreyImage): boolean {
  const side = Math.max(1, Math.min(blockSide, Math.floor(Math.min(width, height) / fewestBlocks)));
  const columns = Math.floor(width / side);
  const rows = Math.floor(height / side);
  const enough = step * side * side;
  let above = new Int32Array(columns);
  let sums = new Int32Array(columns);
  let steps = 0;
  for (let row = 0; row < rows; row += 1) {
    sums.fill(0);
    for (let y = row * side; y < (row + 1) * side; y += 1) {
      for (let column = 0, at = y * width; column < columns; column += 1) {
        let sum = 0;
        for (const end = at + side; at < end; at += 1) sum += data[at]!;
        sums[column]! += sum;
      }
    }
    for (let column = 0; column < columns; column += 1) {
      const sum = sums[column]!;
      if (column > 0 && Math.abs(sum - sums[column - 1]!) >= enough) steps += 1;
      if (row > 0 && Math.abs(sum - above[column]!) >= enough) steps += 1;
    }
    if (steps >= fewestSteps) return true;
    [above, sums] = [sums, above];
  }
  return false;
}
