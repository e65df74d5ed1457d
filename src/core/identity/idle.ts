import type { Moment } from './lockout.ts';

/**
 * Whether nobody has done anything for so long. Both clocks count: a computer that slept kept its monotonic counter
 * still, and a clock that was set back keeps nobody's session alive.
 */
export function isIdle(last: Moment, now: Moment, minutes: number | null): boolean {
  if (minutes === null) return false;
  const byCounter = now.bootId === last.bootId ? now.monoMs - last.monoMs : 0;
  return Math.max(byCounter, Date.parse(now.time) - Date.parse(last.time)) >= minutes * 60_000;
}

/** For so long after a password a PIN or badge brings the same person back: a long shift. */
export const shiftMs = 12 * 3_600_000;
