import { describe, expect, it } from 'vitest';
import type { Box } from '../../core/detection/box.ts';
import type { GreyImage } from '../decode/grey-image.ts';
import type { IsInspected } from './cell-sums.ts';
import { identity } from './similarity.ts';
import { surveyBoard } from './survey.ts';
import { drawArtwork, photograph } from './testing/drawn-board.ts';
import { covered } from './testing/sample-pairs.ts';

const side = 480;
const golden = photograph(drawArtwork(3, side, side));
const unexplained = (board: GreyImage, of = golden, isInspected: IsInspected = null): readonly Box[] =>
  surveyBoard(board, of, identity, isInspected).unexplained;

/** Stripes as wide as those of a bus. */
function withBus(at: Box): GreyImage {
  let picture = covered(golden, at, 40);
  for (let x = at.x + 8; x + 12 < at.x + at.width; x += 24) {
    picture = covered(picture, { ...at, x, width: 12 }, 210);
  }
  return picture;
}

const bus: Box = { x: 96, y: 96, width: 192, height: 192 };

describe('a small spot of one grey', () => {
  it.each([
    ['white', 255],
    ['black', 0],
    ['grey', 125],
  ])('is unexplained where it hides artwork: %s', (_, level) => {
    const spot = { x: 171, y: 183, width: 42, height: 42 };
    const areas = unexplained(covered(withBus(bus), spot, level), withBus(bus));
    expect(areas).toHaveLength(1);
    expect(Math.abs(areas[0]!.x - spot.x)).toBeLessThan(9);
    expect(Math.abs(areas[0]!.y - spot.y)).toBeLessThan(9);
  });

  it('is explained by the same grey within two pixels', () => {
    const plane = { x: 160, y: 160, width: 48, height: 48 };
    expect(unexplained(covered(golden, plane, 40), covered(golden, { ...plane, width: 46 }, 40))).toEqual([]);
  });

  it('is nothing where the recipe does not look', () => {
    const spot = { x: 171, y: 183, width: 42, height: 42 };
    const isInspected = (x: number) => x < spot.x + 8;
    expect(unexplained(covered(withBus(bus), spot, 255), withBus(bus), isInspected)).toEqual([]);
  });
});
