import { describe, expect, it } from 'vitest';
import { spanOf } from './period.ts';

const now = new Date(2026, 2, 29, 14, 30);

describe('periods', () => {
  it('end with the midnight after today', () => {
    for (const period of ['today', 'week', 'month', 'quarter'] as const)
      expect(spanOf(period, now).to).toBe(new Date(2026, 2, 30).toISOString());
  });

  it('begin at a local midnight, also over a change of the clocks and of the month', () => {
    expect(spanOf('today', now).from).toBe(new Date(2026, 2, 29).toISOString());
    expect(spanOf('week', now).from).toBe(new Date(2026, 2, 23).toISOString());
    expect(spanOf('month', now).from).toBe(new Date(2026, 1, 28).toISOString());
  });

  it('may be open', () => {
    expect(spanOf('all', now)).toEqual({});
  });
});
