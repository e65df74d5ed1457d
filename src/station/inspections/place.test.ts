import { describe, expect, it } from 'vitest';
import { placeOf, usualPlaceOf } from './place.ts';

/** Moments as a line has them: boards every few seconds. */
const moments = Array.from({ length: 2000 }, (_, n) => new Date(Date.UTC(2026, 10, 21) + n * 23_000).toISOString());

/** How many of 128 slots are used by so many places; the full-text index hashes what it has deleted like this. */
const slots = (places: readonly number[]) => new Set(places.map((place) => place % 128)).size;

describe('a place', () => {
  it('lies within its millisecond, with room for a thousand more', () => {
    for (const time of moments) {
      const first = placeOf(time);
      expect(usualPlaceOf(time)).toBeGreaterThanOrEqual(first);
      expect(usualPlaceOf(time)).toBeLessThanOrEqual(first + 1024);
    }
  });

  it('has low bits that differ from one moment to the next, which the moments alone have not', () => {
    expect(slots(moments.map(usualPlaceOf))).toBeGreaterThan(100);
    expect(slots(moments.map(placeOf))).toBe(1);
  });
});
