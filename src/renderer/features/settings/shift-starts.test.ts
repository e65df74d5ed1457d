import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asMinutes, asShiftStarts, asTime, nextStart } from './shift-starts.ts';

const anyStart = fc.integer({ min: 0, max: 1439 });

describe('shifts', () => {
  it('are typed as times of day', () => {
    fc.assert(
      fc.property(anyStart, (minutes) => {
        expect(asMinutes(asTime(minutes))).toBe(minutes);
      }),
    );
  });

  it.each(['', '24:00', '7', '07:60', 'noon', '-1:00'])('do not begin at “%s”', (time) => {
    expect(asMinutes(time)).toBeNull();
    expect(asShiftStarts(['06:00', time])).toBeNull();
  });

  it('are put in order, and never begin at the same time', () => {
    expect(asShiftStarts(['22:00', '06:00', '14:00'])).toEqual([360, 840, 1320]);
    expect(asShiftStarts(['06:00', '06:00'])).toBeNull();
  });

  it('get one more where it is free', () => {
    expect(nextStart([360, 840, 1320])).toBe(600);
    const anyStarts = fc.uniqueArray(anyStart, { minLength: 1, maxLength: 7 });
    fc.assert(
      fc.property(anyStarts, (some) => {
        const starts = some.toSorted((a, b) => a - b);
        expect(starts).not.toContain(nextStart(starts));
      }),
    );
  });
});
