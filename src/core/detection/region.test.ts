import { describe, expect, it } from 'vitest';
import { inspectsAnyOf, isInspected, type Region } from './region.ts';

const size = { width: 40, height: 30 };
const region = (kind: Region['kind'], x: number, y: number, width: number, height: number): Region => ({
  kind,
  box: { x, y, width, height },
});
const include = (...box: [number, number, number, number]) => region('include', ...box);
const exclude = (...box: [number, number, number, number]) => region('exclude', ...box);

describe('regions', () => {
  it('leave something of a board unless they are all outside or cover it', () => {
    expect(inspectsAnyOf(size, [])).toBe(true);
    expect(inspectsAnyOf(size, [include(5, 5, 3, 3), exclude(0, 0, 6, 30)])).toBe(true);
    expect(inspectsAnyOf(size, [exclude(0, 0, 40, 29.5)])).toBe(true);
    expect(inspectsAnyOf(size, [exclude(0, 0, 40, 30)])).toBe(false);
    expect(inspectsAnyOf(size, [exclude(-5, -5, 30, 100), exclude(20, 0, 20, 30)])).toBe(false);
    expect(inspectsAnyOf(size, [include(40, 0, 10, 10), include(0, -8, 10, 8)])).toBe(false);
    expect(inspectsAnyOf(size, [include(5, 5, 3, 3), include(20, 20, 3, 3), exclude(0, 0, 30, 30)])).toBe(false);
  });

  it('leave something exactly where a point is inspected', () => {
    let state = 7;
    const next = (below: number): number => {
      state = (state * 1103515245 + 12345) % 2147483648;
      return Math.floor((state / 2147483648) * below);
    };
    const seen = { some: 0, none: 0 };
    for (let round = 0; round < 400; round += 1) {
      const regions = Array.from({ length: 1 + next(5) }, () =>
        region(next(3) === 0 ? 'include' : 'exclude', next(10) - 2, next(10) - 2, next(10), next(10)),
      );
      const small = { width: 6, height: 5 };
      const points = Array.from({ length: 30 }, (_, n) => ({ x: (n % 6) + 0.5, y: Math.floor(n / 6) + 0.5 }));
      const some = points.some((point) => isInspected(point, regions));
      expect(inspectsAnyOf(small, regions), JSON.stringify(regions)).toBe(some);
      seen[some ? 'some' : 'none'] += 1;
    }
    expect(Math.min(seen.some, seen.none)).toBeGreaterThan(40);
  });
});
