/** How wrong tries lock a name. */

/** Wrong tries in a row that a name has before it is locked; each one after them locks it anew. */
export const triesBeforeLock = 5;
export const lockMs = 15 * 60_000;

/** When something happened, by both clocks of the computer. */
export interface Moment {
  /** UTC, ISO 8601. Anyone who sets the clock changes it. */
  readonly time: string;
  readonly monoMs: number;
  readonly bootId: string;
}

/**
 * Milliseconds that have passed since `then` at the least. Within a boot the monotonic counter says it, whatever the
 * clock was set to. After a restart the wall clock says it, and a clock that stands before `then` says nothing: then
 * only what this program has seen pass counts, `seenForMs`, so that a clock set back delays and never locks for good.
 */
export function elapsedMs(then: Moment, now: Moment, seenForMs: number): number {
  if (then.bootId === now.bootId) return Math.max(0, now.monoMs - then.monoMs);
  return Math.max(seenForMs, Date.parse(now.time) - Date.parse(then.time), 0);
}

/** Milliseconds for which a name stays locked after `failures` wrong tries in a row; 0: it may be tried. */
export const lockedForMs = (failures: number, elapsedSinceLast: number): number =>
  failures < triesBeforeLock ? 0 : Math.max(0, lockMs - elapsedSinceLast);
