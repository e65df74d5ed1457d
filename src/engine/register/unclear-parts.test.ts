import { beforeAll, describe, expect, it } from 'vitest';
import type { Box } from '../../core/detection/box.ts';
import type { GreyImage } from '../decode/grey-image.ts';
import { identity } from './similarity.ts';
import { surveyBoard } from './survey.ts';
import { drawArtwork, photograph } from './testing/drawn-board.ts';
import { covered } from './testing/sample-pairs.ts';
import { inOtherLight, outOfFocus } from './testing/spoiled.ts';

const side = 480;
const golden = photograph(drawArtwork(3, side, side));
const board = photograph(drawArtwork(3, side, side), { noise: 2, seed: 5 });
const part: Box = { x: 130, y: 170, width: 160, height: 160 };

let blurred: GreyImage;
beforeAll(async () => {
  blurred = await outOfFocus(board, 4);
});

/** The board, of which `part` is taken from another picture. */
function withPart(other: GreyImage): GreyImage {
  const picture = covered(board, part, 0);
  for (let y = part.y; y < part.y + part.height; y++) {
    const at = y * side + part.x;
    picture.data.set(other.data.subarray(at, at + part.width), at);
  }
  return picture;
}

const unexplained = (picture: GreyImage, of = golden): readonly Box[] =>
  surveyBoard(picture, of, identity, null).unexplained;

describe('a part of a board in which flaws cannot be seen', () => {
  it.each([
    ['out of focus', () => blurred],
    ['in the shadow', () => inOtherLight(board, 0.3)],
    ['behind a haze', () => inOtherLight(board, 0.4, 140)],
  ])('is unexplained: %s', (_, spoilt) => {
    const areas = unexplained(withPart(spoilt()));
    expect(areas).toHaveLength(1);
    const { x, y, width, height } = areas[0]!;
    expect(x + width / 2).toBeGreaterThan(part.x);
    expect(x + width / 2).toBeLessThan(part.x + part.width);
    expect(y + height / 2).toBeGreaterThan(part.y);
    expect(y + height / 2).toBeLessThan(part.y + part.height);
    expect(width * height).toBeLessThan(3 * part.width * part.height);
  });

  it('is not one that is clearer than its golden', () => {
    expect(unexplained(board, withPart(blurred))).toEqual([]);
  });

  it('is not one that is hardly softer or darker than the rest', async () => {
    expect(unexplained(withPart(await outOfFocus(board, 1.2)))).toEqual([]);
    expect(unexplained(withPart(inOtherLight(board, 0.8)))).toEqual([]);
  });
});

it('straight edges along the pixels that are read tell nothing about sharpness', () => {
  // Both edges of each line are one pixel wide: on the pixels that are read, or beside them.
  const withLines = (offset: number): GreyImage => {
    const picture = covered(golden, part, 210);
    for (let y = part.y; y < part.y + part.height; y++) {
      for (let x = part.x + offset; x + 25 < part.x + part.width; x += 48) {
        picture.data.fill(125, y * side + x, y * side + x + 25);
        picture.data.fill(40, y * side + x + 1, y * side + x + 24);
      }
    }
    return picture;
  };
  expect(part.x % 4).toBe(2);
  expect(unexplained(withLines(0), withLines(1))).toEqual([]);
});

describe('a part with nothing but upright lines, which single pixels fray', () => {
  // The frayed columns are among those that tiles read.
  const lines = covered(golden, part, 210);
  for (let y = part.y; y < part.y + part.height; y++) {
    for (let x = part.x + 8; x + 24 < part.x + part.width; x += 32) {
      const start = y * side + x;
      lines.data.fill(40, start + (y % 3 === 0 ? 0 : 1), start + 13);
    }
  }

  it('is as clear as its golden half a pixel beside it', () => {
    const data = lines.data.map((value, at) => (value + (lines.data[at + side] ?? value)) / 2);
    expect(unexplained({ ...lines, data }, lines)).toEqual([]);
  });

  it('is unexplained out of focus all the same', async () => {
    expect(unexplained(withPart(await outOfFocus(lines, 4)), lines)).toHaveLength(1);
  });
});

/** Nothing in the part but a disc on a ground. */
function withDisc(picture: GreyImage, disc: number, ground: number): GreyImage {
  const drawn = covered(picture, part, ground);
  const [cx, cy, radius] = [part.x + part.width / 2, part.y + part.height / 2, 45];
  for (let y = part.y; y < part.y + part.height; y++) {
    for (let x = part.x; x < part.x + part.width; x++) {
      if (Math.hypot(x - cx, y - cy) < radius) drawn.data[y * side + x] = disc;
    }
  }
  return drawn;
}

it('materials that hardly differ, and look more alike in another colour, are no lost contrast', () => {
  expect(unexplained(withDisc(board, 187, 203), withDisc(golden, 175, 213))).toEqual([]);
  // Negative control: as much less of a contrast that shows flaws.
  expect(unexplained(withDisc(board, 120, 160), withDisc(golden, 80, 200))).toHaveLength(1);
});
