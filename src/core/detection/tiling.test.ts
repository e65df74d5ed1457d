import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { innerSides, planTiles, touchesSeam } from './tiling.ts';

const cases = fc
  .record({
    width: fc.integer({ min: 1, max: 700 }),
    height: fc.integer({ min: 1, max: 700 }),
    tile: fc.integer({ min: 20, max: 160 }),
    overlapShare: fc.integer({ min: 0, max: 90 }),
  })
  .map(({ overlapShare, ...rest }) => ({ ...rest, overlap: Math.floor((rest.tile * overlapShare) / 100) }));

/** Tile starts along each axis, once each and in order. */
const axes = ({ width, height, tile, overlap }: { width: number; height: number; tile: number; overlap: number }) => {
  const { tiles } = planTiles({ width, height }, { width: tile, height: tile }, overlap);
  const rising = (values: number[]): number[] => [...new Set(values)].sort((a, b) => a - b);
  return [
    { starts: rising(tiles.map(({ x }) => x)), length: width },
    { starts: rising(tiles.map(({ y }) => y)), length: height },
  ];
};

describe('tiles', () => {
  it('cover the image, stay inside it and overlap by at least what was asked', () => {
    fc.assert(
      fc.property(cases, (one) => {
        for (const { starts, length } of axes(one)) {
          expect(starts[0]).toBe(0);
          expect((starts.at(-1) ?? 0) + one.tile).toBe(Math.max(length, one.tile));
          for (const [i, start] of starts.slice(1).entries()) {
            expect((starts[i] ?? 0) + one.tile - start).toBeGreaterThanOrEqual(one.overlap);
          }
        }
      }),
    );
  });

  it('are as few as their size and overlap allow', () => {
    fc.assert(
      fc.property(cases, (one) => {
        for (const { starts, length } of axes(one)) {
          expect(starts.length).toBe(Math.max(1, Math.ceil((length - one.overlap) / (one.tile - one.overlap))));
        }
      }),
    );
  });

  it('hold every box up to the overlap whole in one of them, away from its seams', () => {
    fc.assert(
      fc.property(
        cases,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (one, u, v) => {
          const { width, height, tile, overlap } = one;
          const size = { width: Math.min(overlap, width), height: Math.min(overlap, height) };
          const box = { ...size, x: Math.floor(u * (width - size.width)), y: Math.floor(v * (height - size.height)) };
          const plan = planTiles(one, { width: tile, height: tile }, overlap);
          const holds = plan.tiles.some(
            (place) =>
              box.x >= place.x &&
              box.y >= place.y &&
              box.x + box.width <= place.x + tile &&
              box.y + box.height <= place.y + tile,
          );
          expect(holds).toBe(true);
        },
      ),
    );
  });

  it('of the shipped size: one for a board of 640 px, four for 1024 px, 841 for 16,384 px', () => {
    const count = (side: number): number =>
      planTiles({ width: side, height: side }, { width: 640, height: 640 }, 64).tiles.length;
    expect([1, 640, 641, 1024, 16_384].map(count)).toEqual([1, 1, 4, 4, 841]);
  });

  it('refuse an overlap that leaves no step', () => {
    expect(() => planTiles({ width: 9, height: 9 }, { width: 4, height: 4 }, 4)).toThrow(RangeError);
  });
});

describe('a seam', () => {
  const image = { width: 300, height: 100 };
  const tile = { x: 100, y: 0, width: 100, height: 100 };

  it('is a side of a tile inside the image, not the edge of the board', () => {
    const inner = innerSides(tile, image);
    expect(inner).toEqual({ left: true, top: false, right: true, bottom: false });
    const touches = (x: number, y: number): boolean => touchesSeam({ x, y, width: 20, height: 20 }, tile, inner, 2);
    expect(touches(101, 40)).toBe(true);
    expect(touches(179, 40)).toBe(true);
    expect(touches(140, 0)).toBe(false);
    expect(touches(140, 80)).toBe(false);
    expect(touches(103, 40)).toBe(false);
  });
});
