import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chipsOf, daysOf, fromDay, type HistoryFilter, narrowedBy, upToDay, without } from './history-filter.ts';

const anyDay = fc
  .date({ min: new Date(2000, 0, 2), max: new Date(2099, 11, 30), noInvalidDate: true })
  .map((time) => daysOf({ from: time.toISOString() }).first);

describe('filtering the history', () => {
  it('shows one chip for each word, and none for empty ones', () => {
    const narrowed: HistoryFilter = { lot: 'L-1', verdict: 'fail', part: '' };
    expect(chipsOf(narrowed)).toEqual([
      { key: 'verdict', value: 'fail' },
      { key: 'lot', value: 'L-1' },
    ]);
  });

  it('takes a word out again, by its chip or by emptying its field', () => {
    expect(without({ lot: 'L-1', part: 'P' }, 'lot')).toEqual({ part: 'P' });
    expect(narrowedBy({ lot: 'L-1' }, 'lot', '')).toEqual({});
    expect(narrowedBy({}, 'lot', 'L-2')).toEqual({ lot: 'L-2' });
  });

  it('keeps the local days that were picked, first and last included', () => {
    fc.assert(
      fc.property(anyDay, anyDay, (first, last) => {
        expect(daysOf(upToDay(fromDay({}, first), last))).toEqual({ first, last });
      }),
    );
  });

  it('holds the whole last day, to its last millisecond', () => {
    const { to } = upToDay({}, '2026-03-29');
    expect(Date.parse(to ?? '')).toBe(new Date(2026, 2, 30).getTime());
  });

  it('takes an emptied day out', () => {
    expect(fromDay({ from: '2026-01-01T00:00:00.000Z' }, '')).toEqual({});
  });
});
