import { expect, it } from 'vitest';
import type { Box } from '../../core/detection/box.ts';
import { allocateGrey, type GreyImage } from '../decode/grey-image.ts';
import { identity } from './similarity.ts';
import { surveyBoard } from './survey.ts';
import { drawArtwork, photograph } from './testing/drawn-board.ts';

const side = 480;
const artwork = photograph(drawArtwork(3, side, side));
/** One of the rows that are looked at. */
const row = 242;

/** Artwork, and from one side of the picture to the other a dark band that a bright one follows in `row`, which is of `level`. */
function withEdge(level: number, isTurned: boolean): GreyImage {
  const picture = allocateGrey(side, side);
  picture.data.set(artwork.data);
  for (let y = row - 16; y < row + 16; y++) {
    const value = y < row ? 40 : y === row ? level : 210;
    for (let x = 0; x < side; x++) picture.data[isTurned ? x * side + y : y * side + x] = value;
  }
  return picture;
}

const unexplained = (board: GreyImage, golden: GreyImage): readonly Box[] =>
  surveyBoard(board, golden, identity, null).unexplained;

it.each([false, true])('an edge straight through the picture is no lost line, turned: %s', (isTurned) => {
  expect(unexplained(withEdge(125, isTurned), withEdge(210, isTurned))).toEqual([]);
});

it('a line that is lost beside such an edge is named', () => {
  const lost = withEdge(210, false);
  lost.data.fill(0, (row + 8) * side, (row + 12) * side);
  expect(unexplained(lost, withEdge(210, false))).toHaveLength(1);
});
