import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawn, firstBox, leastSide, moved, resized } from './region-drag.ts';

const golden = fc.record({ width: fc.integer({ min: 16, max: 20_000 }), height: fc.integer({ min: 16, max: 20_000 }) });
const point = fc.record({
  x: fc.double({ min: -3e4, max: 3e4, noNaN: true }),
  y: fc.double({ min: -3e4, max: 3e4, noNaN: true }),
});

describe('a part that is drawn, moved or resized', () => {
  it('stays whole pixels inside the golden, whatever the pointer does', () => {
    fc.assert(
      fc.property(golden, point, point, (size, from, to) => {
        const first = firstBox(size);
        for (const box of [drawn(from, to, size) ?? first, first, moved(first, to, size), resized(first, to, size)]) {
          expect(Object.values(box).every(Number.isInteger)).toBe(true);
          expect(Math.min(box.x, box.y)).toBeGreaterThanOrEqual(0);
          expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(leastSide);
          expect(box.x + box.width).toBeLessThanOrEqual(size.width);
          expect(box.y + box.height).toBeLessThanOrEqual(size.height);
        }
      }),
    );
  });

  it('is the same from which corner it is drawn, and a click draws none', () => {
    const size = { width: 640, height: 480 };
    const box = { x: 10, y: 20, width: 90, height: 60 };
    expect(drawn({ x: 10, y: 20 }, { x: 100, y: 80 }, size)).toEqual(box);
    expect(drawn({ x: 100, y: 20 }, { x: 10.4, y: 79.6 }, size)).toEqual(box);
    expect(drawn({ x: 10, y: 20 }, { x: 12, y: 200 }, size)).toBeNull();
  });

  it('keeps its size when it is moved', () => {
    const box = { x: 600, y: 0, width: 40, height: 30 };
    expect(moved(box, { x: 25, y: -9 }, { width: 640, height: 480 })).toEqual(box);
    expect(moved(box, { x: -100, y: 50 }, { width: 640, height: 480 })).toEqual({ ...box, x: 500, y: 50 });
  });
});
