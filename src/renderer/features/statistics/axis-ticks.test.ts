import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countTicks, shareTicks } from './axis-ticks.ts';

describe('numbers on an axis', () => {
  it('are round, and end within the axis', () => {
    expect(countTicks(48)).toEqual([0, 10, 20, 30, 40]);
    expect(countTicks(3)).toEqual([0, 1, 2, 3]);
    expect(shareTicks(0.9)).toEqual([0.9, 0.95, 1]);
    expect(shareTicks(0.43)).toEqual([0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]);
    expect(shareTicks(0)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  });

  it('are few and whole, whatever was counted', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000 }), (total) => {
        const ticks = countTicks(total);
        expect(ticks.length).toBeLessThanOrEqual(10);
        expect(ticks.at(-1)).toBeLessThanOrEqual(total);
        for (const tick of ticks) expect(Number.isInteger(tick)).toBe(true);
      }),
    );
  });

  it('hold every share, from below the least up to all', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (least) => {
        const ticks = shareTicks(least);
        expect(ticks[0]).toBeLessThanOrEqual(least);
        expect(ticks.at(-1)).toBe(1);
        expect(ticks.length).toBeLessThanOrEqual(8);
      }),
    );
  });
});
