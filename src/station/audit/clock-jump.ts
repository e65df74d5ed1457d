/** Whether the wall clock was set between two entries. */

/** A moment as an entry has it. */
export interface Moment {
  /** Wall clock, UTC, ISO 8601 with milliseconds. */
  readonly time: string;
  /** Milliseconds since the boot named by `bootId`. */
  readonly monoMs: number;
  readonly bootId: string;
}

/** A clock drifts, and a time server pulls it back by seconds; what goes further was somebody, or a sleep. */
const toleratedMs = 120_000;

/**
 * By how much the wall clock moved beyond the time that passed, in ms, negative where it went back; null where it may
 * have gone as it should. Within one boot the monotonic clock knows how much time passed (not while the computer slept);
 * across boots only that time does not go back.
 */
export function clockJump(before: Moment, now: Moment): number | null {
  const wallMs = Date.parse(now.time) - Date.parse(before.time);
  if (before.bootId !== now.bootId) return wallMs < 0 ? wallMs : null;
  // Entries of two programs may be numbered in another order than their clocks were read.
  const jump = wallMs - (now.monoMs - before.monoMs);
  return Math.abs(jump) > toleratedMs || wallMs < 0 ? Math.trunc(jump) || -1 : null;
}
