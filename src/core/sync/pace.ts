/** How long until the service has everything, by what it took in the last minutes. */

export interface Pace {
  /** Items that were acknowledged at a moment, ms on the monotonic clock; oldest first. */
  readonly taken: readonly { readonly atMs: number; readonly items: number }[];
}

export const noPace: Pace = { taken: [] };

const rememberedMs = 120_000;
const fewestMs = 2000;

export const paced = ({ taken }: Pace, atMs: number, items: number): Pace => ({
  taken: [...taken.filter((it) => atMs - it.atMs <= rememberedMs), { atMs, items }],
});

/** Items a minute, as they were taken in the last minutes; null where there is no pace to go by. */
export function itemsPerMinute({ taken }: Pace, nowMs: number): number | null {
  const recent = taken.filter(({ atMs }) => nowMs - atMs <= rememberedMs);
  const first = recent[0];
  if (first === undefined) return null;
  const items = recent.reduce((sum, it) => sum + it.items, 0);
  return (items * 60_000) / Math.max(fewestMs, nowMs - first.atMs);
}

/** Milliseconds until `waiting` items are taken at this pace; null where there is no pace to go by. */
export function caughtUpIn(pace: Pace, waiting: number, nowMs: number): number | null {
  if (waiting === 0) return 0;
  const perMinute = itemsPerMinute(pace, nowMs);
  return perMinute === null ? null : Math.round((waiting / perMinute) * 60_000);
}
