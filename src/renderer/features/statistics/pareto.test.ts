import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pareto } from './pareto.ts';

const anyCounts = fc.uniqueArray(fc.record({ type: fc.string(), count: fc.nat(1000) }), {
  selector: ({ type }) => type,
});

describe('the Pareto of defect types', () => {
  it('puts the largest first and sums up to all', () => {
    expect(
      pareto([
        { type: 'open', count: 1 },
        { type: 'short', count: 3 },
        { type: 'spur', count: 0 },
      ]),
    ).toEqual([
      { type: 'short', count: 3, share: 0.75, cumulative: 0.75 },
      { type: 'open', count: 1, share: 0.25, cumulative: 1 },
    ]);
  });

  it('never falls, and ends at all of them', () => {
    fc.assert(
      fc.property(anyCounts, (counts) => {
        const bars = pareto(counts);
        for (const [place, bar] of bars.entries()) {
          const before = bars[place - 1];
          expect(bar.count).toBeLessThanOrEqual(before?.count ?? bar.count);
          expect(bar.cumulative).toBeGreaterThan(before?.cumulative ?? 0);
        }
        if (bars.length > 0) expect(bars.at(-1)?.cumulative).toBe(1);
      }),
    );
  });
});
