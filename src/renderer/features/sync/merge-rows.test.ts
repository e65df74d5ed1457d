import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeRows } from './merge-rows.ts';

const at = (...positions: number[]) => positions.map((position) => ({ position }));
const newest = Number.POSITIVE_INFINITY;

describe('the list with a part of it as it is now', () => {
  it('takes over what changed, and keeps what lies before and behind', () => {
    const list = [9, 8, 7, 6, 5].map((position) => ({ position, state: 'pending' }));
    const rows = [8, 6].map((position) => ({ position, state: 'sent' }));
    const merged = mergeRows(list, true, { rows, next: 6, before: 9 });
    expect(merged?.map(({ position, state }) => `${position} ${state}`)).toEqual([
      '9 pending',
      '8 sent',
      '6 sent',
      '5 pending',
    ]);
  });

  it('shows what came since at its top, and drops what is gone', () => {
    expect(mergeRows(at(3, 2, 1), true, { rows: at(5, 4, 3), next: 3, before: newest })).toEqual(at(5, 4, 3, 2, 1));
    expect(mergeRows(at(3, 2, 1), true, { rows: [], next: null, before: newest })).toEqual([]);
  });

  it('is read again where more came than was looked at', () => {
    expect(mergeRows(at(3, 2, 1), true, { rows: at(9, 8), next: 8, before: newest })).toBeNull();
    expect(mergeRows([], true, { rows: at(9, 8), next: 8, before: newest })).toBeNull();
    expect(mergeRows([], true, { rows: at(9, 8), next: null, before: newest })).toEqual(at(9, 8));
  });

  it('leaves out what the next page will bring', () => {
    expect(mergeRows(at(9, 8, 7), false, { rows: at(8, 7, 6, 5), next: 5, before: 9 })).toEqual(at(9, 8, 7));
  });

  it('is in order and has each item once, whatever changed meanwhile', () => {
    const positions = fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 30 });
    const sorted = (list: readonly number[]) => at(...list.toSorted((one, other) => other - one));
    fc.assert(
      fc.property(positions, positions, fc.nat(29), fc.integer({ min: 1, max: 30 }), (were, are, first, limit) => {
        const list = sorted(were);
        const before = first === 0 ? newest : (list[first % list.length]?.position ?? 0) + 1;
        const now = sorted(are.filter((position) => position < before));
        const rows = now.slice(0, limit);
        const next = now.length > limit ? (rows.at(-1)?.position ?? null) : null;
        const merged = mergeRows(list, true, { rows, next, before });
        if (merged === null) return;
        const isLooked = (position: number) => position < before && position >= (next ?? 0);
        const kept = were.filter((position) => !isLooked(position));
        expect(merged).toEqual(sorted([...kept, ...rows.map(({ position }) => position)]));
      }),
    );
  });
});
