import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { falseCallRate, rate, smallestSample, yieldOf } from './rates.ts';

describe('rates', () => {
  it('are absent where nothing was counted', () => {
    expect(rate(0, 0)).toBeNull();
    expect(yieldOf({ pass: 0, fail: 0 })).toBeNull();
  });

  it('give the interval of Wilson (1927): 81 of 263 is 0.2553 to 0.3662 (Newcombe 1998, table I)', () => {
    const found = rate(81, 263);
    expect(found?.low).toBeCloseTo(0.2553, 4);
    expect(found?.high).toBeCloseTo(0.3662, 4);
  });

  it('lie within their interval, and that within 0 to 1', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.nat(), (n, some) => {
        const found = rate(some % (n + 1), n);
        expect(found).not.toBeNull();
        const { low, value, high } = found ?? { low: 1, value: 0, high: 0 };
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(value + 1e-12);
        expect(high).toBeGreaterThanOrEqual(value - 1e-12);
        expect(high).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('are thin below the smallest sample, not at it', () => {
    expect(rate(0, smallestSample - 1)?.thin).toBe(true);
    expect(rate(0, smallestSample)?.thin).toBe(false);
  });

  it('count a false call only among marks that a person decided about', () => {
    expect(falseCallRate({ confirmed: 15, falseCalls: 5, accepted: 3, repaired: 2 })).toMatchObject({
      value: 0.2,
      n: 25,
    });
  });
});
