import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Disc, drawPair, pairSide, same } from './testing/drawn-pair.ts';
import type { TilePair } from './tile-pair.ts';
import { unexplainedArea } from './unexplained-area.ts';

const whole = { x: 0, y: 0, width: pairSide, height: pairSide };
const enough = 6;

const anyDisc: fc.Arbitrary<Disc> = fc.record({
  x: fc.integer({ min: 0, max: pairSide }),
  y: fc.integer({ min: 0, max: pairSide }),
  radius: fc.integer({ min: 3, max: 12 }),
  level: fc.constantFrom(-50, -25, 20, 60, 100),
});
const harmless = fc.record({
  dx: fc.double({ min: -1, max: 1, noNaN: true }),
  dy: fc.double({ min: -1, max: 1, noNaN: true }),
  light: fc.integer({ min: -15, max: 15 }),
  noise: fc.constantFrom(0, 1, 2, 4),
  seed: fc.nat(),
});
/** Copper on the ground between two traces, and a spot on either. */
const copper = { x: 40, y: 32, radius: 14, level: 80 };
const spot = { x: 40, y: 32, radius: 3, level: 80 };

/** The same test without the neighbourhood: every pixel that differs by more than the least difference. */
const plainArea = ({ board, golden }: TilePair): number =>
  board.filter((value, at) => Math.abs(value - golden[at]!) > 8).length;

describe('what a golden does not explain', () => {
  it('is nothing where it only lies a pixel off, in other light and noise', () => {
    fc.assert(
      fc.property(fc.array(anyDisc, { maxLength: 6 }), harmless, (discs, differences) => {
        expect(unexplainedArea(drawPair(discs, differences), whole, enough)).toBeLessThan(enough);
      }),
    );
  });

  it('is a spot on the ground and a hole in copper, in the same shift, light and noise', () => {
    const radii = fc.constantFrom(2.5, 3, 4);
    fc.assert(
      fc.property(fc.boolean(), radii, harmless, (isHole, radius, differences) => {
        const pair = isHole
          ? drawPair([copper], differences, [{ ...spot, radius, level: -60 }])
          : drawPair([], differences, [{ ...spot, radius }]);
        expect(unexplainedArea(pair, { x: 30, y: 22, width: 20, height: 20 }, enough)).toBe(enough);
      }),
    );
  });

  it('is a hole of 16 grey levels under a black mask', () => {
    const faint = { ...copper, level: 16 };
    for (let seed = 0; seed < 20; seed += 1) {
      const differences = { ...same, dx: 0.4, dy: -0.3, noise: 1, seed };
      const pair = drawPair([faint], differences, [{ ...spot, radius: 4, level: -16 }]);
      expect(unexplainedArea(pair, { x: 30, y: 22, width: 20, height: 20 }, enough)).toBe(enough);
    }
  });

  it('is counted in one piece, up to what is enough', () => {
    const pair = drawPair([], same, [spot]);
    const all = unexplainedArea(pair, whole, 1000);
    expect(all).toBeGreaterThan(20);
    expect(all).toBeLessThan(50);
    expect(unexplainedArea(pair, whole, 10)).toBe(10);
    // Three dark pixels on a trace, apart from each other.
    for (const y of [10, 30, 50]) pair.board[y * pairSide + 28] = 0;
    expect(unexplainedArea(pair, { x: 20, y: 4, width: 10, height: 56 }, 10)).toBe(1);
  });

  it('is the same for a piece that only the golden has', () => {
    const { board, golden, width, height } = drawPair([], same, [spot]);
    const swapped = { board: golden, golden: board, width, height };
    expect(unexplainedArea(swapped, whole, 1000)).toBe(unexplainedArea({ ...swapped, board, golden }, whole, 1000));
  });

  it('is nothing in a box outside the tile, and the whole tile in one that is far larger', () => {
    const pair = drawPair([], same, [spot]);
    for (const box of [
      { x: 500, y: 0, width: 20, height: 20 },
      { x: -1e9, y: -1e9, width: 5, height: 5 },
    ]) {
      expect(unexplainedArea(pair, box, enough)).toBe(0);
    }
    expect(unexplainedArea(pair, { x: -1e30, y: -1e30, width: 1e31, height: 1e31 }, enough)).toBe(enough);
  });

  it('would be edges everywhere without the neighbourhood', () => {
    const pair = drawPair([], { ...same, dx: 0.6 });
    expect(plainArea(pair)).toBeGreaterThan(50 * enough);
    expect(unexplainedArea(pair, whole, enough)).toBe(0);
  });
});
