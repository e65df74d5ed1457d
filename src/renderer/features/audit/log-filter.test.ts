import { describe, expect, it } from 'vitest';
import { isNarrowed, narrowedBy, requestOf } from './log-filter.ts';

describe('the filter of the log', () => {
  it('takes both days whole, as they are on this computer', () => {
    const { from, to } = requestOf({ firstDay: '2026-11-20', lastDay: '2026-11-21' });
    expect(from).toBe(new Date(2026, 10, 20).toISOString());
    expect(to).toBe(new Date(2026, 10, 22).toISOString());
  });

  it('asks for nothing that was left empty, nor for half a date', () => {
    expect(requestOf({ text: '  ', action: '', firstDay: '2026-1' })).toEqual({});
    expect(requestOf({ text: ' 000431 ', person: 'A. Lee' })).toEqual({ text: '000431', person: 'A. Lee' });
  });

  it('is one when any word narrows it; a story is none', () => {
    expect(isNarrowed({})).toBe(false);
    expect(isNarrowed({ story: 'i1' })).toBe(false);
    expect(isNarrowed(narrowedBy({}, 'person', 'A. Lee'))).toBe(true);
    expect(narrowedBy({ person: 'A. Lee' }, 'person', '')).toEqual({});
  });
});
