/** Round numbers to write on an axis whose end is given, not round. */

/** Multiples of 1, 2 or 5 times a power of ten from 0 to at most `total`: four to ten of them, fewer for small totals. */
export function countTicks(total: number): readonly number[] {
  const step = Math.max(1, roundStep(total / 4));
  return Array.from({ length: Math.floor(total / step) + 1 }, (_, place) => place * step);
}

/** The largest of 1, 2, 5, 10, … times a power of ten that is at most `step`. */
function roundStep(step: number): number {
  if (step <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(step));
  return ([5, 2, 1].find((factor) => factor * power <= step) ?? 1) * power;
}

/** Shares in whole per cent from a round one below `least` (0..1) up to 1, ascending. */
export function shareTicks(least: number): readonly number[] {
  const step = least >= 0.7 ? 5 : least >= 0.4 ? 10 : 20;
  const first = Math.max(0, Math.floor((least * 100) / step) * step);
  const count = Math.round((100 - first) / step) + 1;
  return Array.from({ length: count }, (_, place) => (first + place * step) / 100);
}
