/** A number in [0, 1). Handed in, so that a simulation repeats. */
export type Random = () => number;

export interface BackoffLimits {
  /** Longest wait after the first failure, ms. */
  readonly firstMs: number;
  /** Longest wait at all, ms. */
  readonly mostMs: number;
}

export const usualBackoff: BackoffLimits = { firstMs: 1000, mostMs: 300_000 };

/**
 * Full jitter: anything from nothing to a bound that doubles with each failure in a row (from 1), so that stations that
 * failed together do not come back together. Milliseconds.
 */
export function fullJitter(
  failures: number,
  random: Random,
  { firstMs, mostMs }: BackoffLimits = usualBackoff,
): number {
  const bound = Math.min(mostMs, firstMs * 2 ** Math.min(failures - 1, 40));
  return Math.floor(random() * bound);
}
