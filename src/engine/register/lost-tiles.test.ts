import { expect, it } from 'vitest';
import { allocateGrey, type GreyImage } from '../decode/grey-image.ts';
import { identity } from './similarity.ts';
import { surveyBoard } from './survey.ts';
import { drawArtwork, photograph } from './testing/drawn-board.ts';

const side = 480;
const artwork = photograph(drawArtwork(3, side, side));
/** First column of a tile, and the first of its pixels that are read. */
const tileLeft = 144;
const firstRead = tileLeft + 2;

/** Artwork beside a plane that ends in one straight edge from top to bottom, with a tile's width of nothing after it. */
function withPlaneUpTo(edge: number): GreyImage {
  const picture = allocateGrey(side, side);
  picture.data.set(artwork.data);
  for (let row = 0; row < side * side; row += side) {
    picture.data.fill(40, row, row + edge);
    picture.data.fill(210, row + edge, row + tileLeft + 48);
  }
  return picture;
}

it('a straight edge along the pixels that are read may be off by what registration leaves', () => {
  const survey = surveyBoard(withPlaneUpTo(firstRead), withPlaneUpTo(firstRead + 1), identity, null);
  expect(survey.unexplained).toEqual([]);
});

it('a plane that ends elsewhere is unexplained', () => {
  const survey = surveyBoard(withPlaneUpTo(firstRead), withPlaneUpTo(firstRead + 12), identity, null);
  expect(survey.unexplained).toHaveLength(1);
});
