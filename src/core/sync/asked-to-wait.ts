/** What Retry-After asked for, as it is kept over a restart of the program. */
export interface AskedToWait {
  /** Of the service that asked. */
  readonly url: string;
  /** Boot of the computer that `untilMs` counts in. */
  readonly bootId: string;
  /** On the monotonic clock of that boot, ms. */
  readonly untilMs: number;
  /** The whole of what was asked for, ms. */
  readonly waitMs: number;
}

/** Longest wait that is begun anew after a restart of the computer, ms. A service that means more says so again. */
const longestAnewMs = 3_600_000;

/**
 * Milliseconds that are still to be waited. After a restart of the computer nothing tells how long it was off (its clock
 * may be wrong by years), so that the wait begins anew.
 */
export function leftOf(
  kept: AskedToWait | null,
  now: { readonly url: string; readonly bootId: string; readonly nowMs: number },
): number {
  if (kept === null || kept.url !== now.url) return 0;
  if (kept.bootId !== now.bootId) return Math.min(kept.waitMs, longestAnewMs);
  return Math.min(kept.waitMs, Math.max(0, kept.untilMs - now.nowMs));
}
