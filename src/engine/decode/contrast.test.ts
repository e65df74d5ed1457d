import { describe, expect, it } from 'vitest';
import { hasContrast } from './contrast.ts';
import { allocateGrey, type GreyImage } from './grey-image.ts';

const side = 320;
const middle = side / 2;

function draw(level: (x: number, y: number) => number, width = side, height = side): GreyImage {
  const image = allocateGrey(width, height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) image.data[y * width + x] = Math.max(0, Math.min(255, level(x, y)));
  }
  return image;
}

/** Noise of about normal distribution, the same in every run. */
function noise(deviation: number): () => number {
  let state = 12_345;
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
  return () => deviation * (next() + next() + next() + next()) * Math.sqrt(3);
}

/** Traces of 6 px with a pitch of 20, over a ground. */
const traces = (ground: number, copper: number) => (x: number, _y: number) => (x % 20 < 6 ? copper : ground);

describe('a picture in which nothing can be seen', () => {
  const grain = noise(8);
  const fine = noise(2);
  it.each<[string, (x: number, y: number) => number]>([
    ['black', () => 0],
    ['white', () => 255],
    ['one grey', () => 120],
    ['lamp off, with much noise of the sensor', () => 12 + grain()],
    ['grey, with much noise of the sensor', () => 120 + grain()],
    ['light that falls off to the corners', (x, y) => 220 - ((x - middle) ** 2 + (y - middle) ** 2) / 400 + fine()],
    ['light from one side only', (x) => (x * 255) / side + fine()],
    ['rows of different brightness', (_x, y) => 40 + ((y * 7) % 5) + fine()],
    ['a board as good as dark', (x, y) => traces(2, 14)(x, y) + fine()],
    ['a board in fog', (x, y) => traces(190, 210)(x, y) + fine()],
    ['a few hot pixels', (x, y) => (x % 100 === 50 && y === middle ? 255 : 3)],
  ])('%s', (_name, level) => {
    expect(hasContrast(draw(level))).toBe(false);
  });
});

describe('a picture in which something can be seen', () => {
  const fine = noise(2);
  it.each<[string, GreyImage]>([
    ['a board', draw(traces(60, 180))],
    ['a dark board', draw((x, y) => traces(6, 70)(x, y) + fine())],
    ['a board in flat light', draw((x, y) => traces(90, 150)(x, y) + fine())],
    ['one pad in the last corner', draw((x, y) => (x > 290 && y > 290 ? 200 : 40))],
    ['one thin trace', draw((_x, y) => (y > 300 && y < 306 ? 0 : 255))],
    ['a board of 8 pixels', draw((x, y) => (((x >> 1) + (y >> 1)) % 2 === 0 ? 30 : 200), 8, 8)],
    ['a strip', draw(traces(60, 180), 400, 9)],
  ])('%s', (_name, image) => {
    expect(hasContrast(image)).toBe(true);
  });
});
