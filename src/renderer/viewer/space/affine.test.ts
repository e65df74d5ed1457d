import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apply, compose, fromRows, invert, isUpright, stretch } from './affine.ts';

const placed = fc.record({
  angle: fc.double({ min: -Math.PI, max: Math.PI, noNaN: true }),
  scale: fc.double({ min: 0.2, max: 5, noNaN: true }),
  e: fc.double({ min: -500, max: 500, noNaN: true }),
  f: fc.double({ min: -500, max: 500, noNaN: true }),
});
const similarity = placed.map(({ angle, scale, e, f }) => ({
  a: scale * Math.cos(angle),
  b: scale * Math.sin(angle),
  c: -scale * Math.sin(angle),
  d: scale * Math.cos(angle),
  e,
  f,
}));
const point = fc.record({
  x: fc.double({ min: -1e4, max: 1e4, noNaN: true }),
  y: fc.double({ min: -1e4, max: 1e4, noNaN: true }),
});

describe('maps between board, golden and screen', () => {
  it('reads the registration by rows, as the station writes it', () => {
    const golden = apply(fromRows({ a: 1, b: -0.5, c: 0.25, d: 2, e: 10, f: 20 }), { x: 4, y: 8 });
    expect(golden).toEqual({ x: 1 * 4 - 0.5 * 8 + 10, y: 0.25 * 4 + 2 * 8 + 20 });
  });

  it('leads back by the inverse', () => {
    fc.assert(
      fc.property(similarity, point, (map, p) => {
        const back = apply(compose(invert(map)!, map), p);
        expect(back.x).toBeCloseTo(p.x, 6);
        expect(back.y).toBeCloseTo(p.y, 6);
      }),
    );
  });

  it('has no inverse where a registration flattens the board', () => {
    expect(invert({ a: 1, b: 2, c: 2, d: 4, e: 0, f: 0 })).toBeNull();
    expect(invert({ a: Number.NaN, b: 0, c: 0, d: 1, e: 0, f: 0 })).toBeNull();
  });

  it('tells how much longer lines become and whether tiles stay upright', () => {
    expect(stretch({ a: 0, b: 2, c: -2, d: 0, e: 5, f: 5 })).toBe(2);
    expect(isUpright({ a: 2, b: 0, c: 0, d: 2, e: 1, f: 1 })).toBe(true);
    expect(isUpright({ a: 1, b: 0.001, c: -0.001, d: 1, e: 0, f: 0 })).toBe(false);
  });
});
