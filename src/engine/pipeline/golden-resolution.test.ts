import { expect, it } from 'vitest';
import { applySimilarity, fromRegistration } from '../register/similarity.ts';
import { drawArtwork, photograph } from '../register/testing/drawn-board.ts';
import { atGoldenResolution } from './golden-resolution.ts';

const board = photograph(drawArtwork(7, 210, 150));
const finer = { dx: 200, dy: 140, angle: 0.4, scale: 1.9, score: 0.9 };

it('brings a board to the finer resolution of its golden, where the golden lies on it as before', () => {
  const { pixels, registration } = atGoldenResolution(board, finer)!;
  expect([pixels.width, pixels.height]).toEqual([399, 285]);
  expect(registration.scale).toBeCloseTo(1, 2);
  const before = fromRegistration(finer, board.width, board.height);
  const after = fromRegistration(registration, pixels.width, pixels.height);
  for (const place of [
    { x: 0, y: 0 },
    { x: 180, y: 30 },
    { x: 20, y: 149 },
  ]) {
    const wanted = applySimilarity(before, place);
    const found = applySimilarity(after, { x: place.x * 1.9, y: place.y * 1.9 });
    expect(Math.hypot(found.x - wanted.x, found.y - wanted.y)).toBeLessThan(1e-6);
  }
  const grey = (x: number, y: number): number => pixels.data[Math.floor(y * 1.9) * pixels.width + Math.floor(x * 1.9)]!;
  let apart = 0;
  for (let y = 1; y < 149; y++) {
    for (let x = 1; x < 209; x++) apart += Math.abs(grey(x + 0.5, y + 0.5) - board.data[y * board.width + x]!);
  }
  expect(apart / (148 * 208)).toBeLessThan(6);
});

it('leaves a board as it is where the golden is hardly finer, or coarser', () => {
  for (const scale of [1.1, 1, 0.6]) expect(atGoldenResolution(board, { ...finer, scale })).toBeNull();
});

it('makes no large board', () => {
  const wide = { data: new Uint8Array(5000 * 1000), width: 5000, height: 1000 };
  expect(atGoldenResolution(wide, finer)).toBeNull();
});
