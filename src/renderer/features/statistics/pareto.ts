/** The few causes that make most of the defects. */

export interface ParetoBar {
  readonly type: string;
  readonly count: number;
  /** Of all counted, 0..1. */
  readonly share: number;
  /** Of this and all larger ones, 0..1. */
  readonly cumulative: number;
}

/** Largest first; equal counts by name. Types that were never counted have no bar. */
export function pareto(counts: readonly { readonly type: string; readonly count: number }[]): readonly ParetoBar[] {
  const counted = counts.filter(({ count }) => count > 0);
  const ranked = counted.toSorted((a, b) => b.count - a.count || (a.type < b.type ? -1 : 1));
  const total = ranked.reduce((sum, { count }) => sum + count, 0);
  let sum = 0;
  return ranked.map(({ type, count }) => {
    sum += count;
    return { type, count, share: count / total, cumulative: sum / total };
  });
}
