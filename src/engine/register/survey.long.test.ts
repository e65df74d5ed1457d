import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { allocateGrey, type GreyImage } from '../decode/grey-image.ts';
import type { IsInspected } from './cell-sums.ts';
import { isOtherLight } from './light.ts';
import { identity } from './similarity.ts';
import { type Survey, surveyBoard } from './survey.ts';
import { drawArtwork, photograph } from './testing/drawn-board.ts';
import { covered, type SamplePair, samplePairs } from './testing/sample-pairs.ts';
import { inOtherLight, outOfFocus, withNoise, withSpecks } from './testing/spoiled.ts';

let pairs: readonly SamplePair[];
beforeAll(async () => {
  pairs = await samplePairs();
}, 120_000);

const surveyed = ({ golden, map }: SamplePair, board: GreyImage): Survey => surveyBoard(board, golden, map, null);
const each = (change: (pair: SamplePair) => GreyImage): boolean[] =>
  pairs.map((pair) => surveyed(pair, change(pair)).unexplained.length > 0);

describe('a board that shows all of its golden', () => {
  it('is explained, with defects of every type, in any look', () => {
    expect(each(({ board }) => board)).not.toContain(true);
    expect(pairs.map((pair) => surveyed(pair, pair.board).comparable)).not.toContain(false);
  });

  it('is explained in other light, with noise, and with patches as large as the largest flaw', () => {
    const artwork = drawArtwork(3, 480, 480);
    const light = { dark: 70, bright: 170, gradient: 40, noise: 4, defects: 8, seed: 4 };
    const survey = surveyBoard(photograph(artwork, light), photograph(artwork), identity, null);
    expect(survey).toMatchObject({ comparable: true, unexplained: [] });
  });
});

describe('a part of the board that the golden does not explain', () => {
  it.each([
    ['black', 0],
    ['white', 255],
    ['grey', 150],
  ])('is found under a %s rectangle over a third of the board', (_, level) => {
    const third = ({ board }: SamplePair) => {
      const width = Math.floor(board.width * 0.34);
      return covered(board, { x: board.width - width, y: 0, width, height: board.height }, level);
    };
    expect(each(third)).not.toContain(false);
  });

  it('is named by the place where it is', () => {
    const pair = pairs[0]!;
    const hidden = { x: 200, y: 240, width: 120, height: 120 };
    const [area] = surveyed(pair, covered(pair.board, hidden, 0)).unexplained;
    expect(area!.x).toBeLessThan(hidden.x + 16);
    expect(area!.y).toBeLessThan(hidden.y + 16);
    expect(area!.x + area!.width).toBeGreaterThan(hidden.x + hidden.width - 16);
    expect(area!.y + area!.height).toBeGreaterThan(hidden.y + hidden.height - 16);
    expect(area!.width * area!.height).toBeLessThan(2.5 * hidden.width * hidden.height);
  });

  it('is found when it shows something else: the left third once more at the right', () => {
    const repeated = ({ board }: SamplePair): GreyImage => {
      const copy = allocateGrey(board.width, board.height);
      copy.data.set(board.data);
      const width = Math.floor(board.width / 3);
      for (let y = 0; y < board.height; y++) {
        const row = y * board.width;
        copy.data.copyWithin(row + board.width - width, row, row + width);
      }
      return copy;
    };
    expect(each(repeated)).not.toContain(false);
  });

  it('is found where the board goes on beside a golden that shows less of it', () => {
    const cut = ({ golden }: SamplePair, share: number): GreyImage => {
      const width = Math.floor(golden.width * share);
      const data = new Uint8Array(width * golden.height);
      for (let y = 0; y < golden.height; y++) {
        data.set(golden.data.subarray(y * golden.width, y * golden.width + width), y * width);
      }
      return { data, width, height: golden.height };
    };
    const found = (share: number, isInspected: (golden: GreyImage) => IsInspected = () => null) =>
      pairs.map((pair) => {
        const golden = cut(pair, share);
        return surveyBoard(pair.board, golden, pair.map, isInspected(golden)).unexplained.length > 0;
      });
    expect(found(0.6)).not.toContain(false);
    // A rim is what shift and turn leave of any board.
    expect(found(0.97)).not.toContain(true);
    const insideOnly =
      ({ width }: GreyImage) =>
      (x: number) =>
        x < width;
    expect(found(0.6, insideOnly)).not.toContain(true);
  });

  it('is found in lines that the camera lost, down or across', () => {
    // Black lines on a bright board, white ones on a dark board.
    const level = ({ data }: GreyImage) => (data.reduce((sum, value) => sum + value, 0) > 128 * data.length ? 0 : 255);
    const rows = ({ board }: SamplePair) =>
      covered(board, { x: 0, y: 301, width: board.width, height: 4 }, level(board));
    const columns = ({ board }: SamplePair) =>
      covered(board, { x: 301, y: 0, width: 4, height: board.height }, level(board));
    expect(each(rows)).not.toContain(false);
    expect(each(columns)).not.toContain(false);
  });

  it('never hides under a solid rectangle of 4 % of the board or more, wherever it lies', () => {
    const cases = fc.record({
      pair: fc.constantFrom(0, 1, 2, 3),
      level: fc.constantFrom(0, 255),
      width: fc.double({ min: 0.2, max: 0.6, noNaN: true }),
      height: fc.double({ min: 0.2, max: 0.6, noNaN: true }),
      left: fc.double({ min: 0, max: 1, noNaN: true }),
      top: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(cases, (at) => {
        const pair = pairs[at.pair]!;
        const { board } = pair;
        const width = Math.ceil(at.width * board.width);
        const height = Math.ceil(at.height * board.height);
        const x = Math.floor(at.left * (board.width - width));
        const y = Math.floor(at.top * (board.height - height));
        const { unexplained } = surveyed(pair, covered(board, { x, y, width, height }, at.level));
        expect(unexplained.length).toBeGreaterThan(0);
      }),
      { numRuns: 80, seed: 7 },
    );
  });

  it('does not count where the recipe does not look', () => {
    const { board, golden, map } = pairs[0]!;
    const hidden = covered(board, { x: 320, y: 0, width: board.width - 320, height: board.height }, 0);
    const isLeft = (x: number) => x < 300;
    expect(surveyBoard(hidden, golden, map, isLeft).unexplained).toEqual([]);
  });
});

describe('the light of a board', () => {
  const third = (board: GreyImage) => ({ x: 0, y: 0, width: Math.floor(board.width / 3), height: board.height });

  it.each([
    [0.3, 0],
    [0.6, 0],
    [0.5, 60],
    [1.2, 10],
  ])('is told to a few per cent: %d times as bright, %d levels more', (gain, offset) => {
    for (const pair of pairs.slice(0, 4)) {
      const own = surveyed(pair, pair.board).light;
      const { light, unexplained } = surveyed(pair, inOtherLight(pair.board, gain, offset));
      expect(unexplained).toEqual([]);
      expect(Math.abs(light.gain / (gain * own.gain) - 1)).toBeLessThan(0.06);
      expect(Math.abs(light.offset - offset - gain * own.offset)).toBeLessThan(8);
    }
  });

  it('is that of its golden on every sample, also with a third of it covered, or with noise', () => {
    const own = pairs.map((pair) => surveyed(pair, pair.board));
    const black = pairs.map((pair) => surveyed(pair, covered(pair.board, third(pair.board), 0)));
    const white = pairs.map((pair) => surveyed(pair, covered(pair.board, third(pair.board), 255)));
    const noisy = pairs.map((pair) => surveyed(pair, withNoise(pair.board, 5)));
    for (const { light } of [...own, ...black, ...white, ...noisy]) expect(isOtherLight(light)).toBe(false);
  });

  it('does not hide what covers a dark board', () => {
    for (const pair of pairs.slice(0, 4)) {
      const dark = inOtherLight(pair.board, 0.4);
      for (const level of [0, 100]) {
        expect(surveyed(pair, covered(dark, third(dark), level)).unexplained.length).toBeGreaterThan(0);
      }
    }
  });
});

describe('a picture in which flaws are not reliably seen', () => {
  const whole = ({ width, height }: GreyImage) => [{ x: 0, y: 0, width, height }];
  const coloured = () => pairs.slice(0, 4);

  it.each([
    ['noise', (board: GreyImage) => withNoise(board, 10)],
    ['less noise, but for little light', (board: GreyImage) => withNoise(inOtherLight(board, 0.4), 5)],
    ['a blur of 4 px', (board: GreyImage) => outOfFocus(board, 4)],
    ['single pixels of black and white', (board: GreyImage) => withSpecks(board, 0.05)],
    ['such a blur in little light', (board: GreyImage) => outOfFocus(inOtherLight(board, 0.6), 4)],
    ['hardly any light', (board: GreyImage) => inOtherLight(board, 0.14)],
  ])('is unexplained as a whole: %s', async (_, spoil) => {
    for (const pair of coloured()) {
      expect(surveyed(pair, await spoil(pair.board)).unexplained).toEqual(whole(pair.board));
    }
  });

  it('is unexplained as a whole: so much light that the sensor cut what the golden shows', () => {
    const pair = pairs[0]!;
    expect(surveyed(pair, inOtherLight(pair.board, 1.5, 90)).unexplained).toEqual(whole(pair.board));
  });

  it.each([
    ['noise and blur as in the training', async (board: GreyImage) => withNoise(await outOfFocus(board, 1.2), 5)],
    ['a few of its pixels black or white', (board: GreyImage) => withSpecks(board, 0.002)],
    ['half the light with a little noise', (board: GreyImage) => withNoise(inOtherLight(board, 0.5), 2)],
  ])('is not the one of a board with %s', async (_, spoil) => {
    for (const pair of coloured()) expect(surveyed(pair, await spoil(pair.board)).unexplained).toEqual([]);
  });

  it('is not the one of a board that is clearer than its golden', async () => {
    for (const pair of coloured()) {
      for (const golden of [withNoise(pair.golden, 8), await outOfFocus(pair.golden, 2)]) {
        expect(surveyed({ ...pair, golden }, pair.board).unexplained).toEqual([]);
      }
    }
  });
});

it('nothing is compared where board or golden shows next to nothing', () => {
  const { board } = pairs[0]!;
  const bare = allocateGrey(board.width, board.height);
  bare.data.fill(90);
  const withOneMark = covered(bare, { x: 100, y: 100, width: 12, height: 12 }, 200);
  expect(surveyBoard(withOneMark, board, identity, null).comparable).toBe(false);
  expect(surveyBoard(board, withOneMark, identity, null).comparable).toBe(false);
  expect(surveyBoard(withOneMark, withOneMark, identity, null).comparable).toBe(false);
});

it('a recipe may inspect a place that is smaller than what is compared at once', () => {
  const { board, golden, map } = pairs[0]!;
  const isAsked = (x: number, y: number) => x >= 300 && x < 360 && y >= 300 && y < 360;
  expect(surveyBoard(board, golden, map, isAsked)).toMatchObject({ comparable: true, unexplained: [] });
});
