/** Starts of shifts as people type them: `06:00`, local time. */

export const asTime = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** Minutes after midnight; null where it is no time of day. */
export function asMinutes(time: string): number | null {
  const [, hours, minutes] = /^(\d{1,2}):(\d{2})$/.exec(time.trim()) ?? [];
  if (hours === undefined || minutes === undefined) return null;
  const total = Number(hours) * 60 + Number(minutes);
  return Number(minutes) < 60 && total < 24 * 60 ? total : null;
}

/** Ascending; null where one is no time or two are the same. */
export function asShiftStarts(times: readonly string[]): readonly number[] | null {
  const starts = times.map(asMinutes);
  if (starts.includes(null) || new Set(starts).size !== starts.length) return null;
  return starts.filter((start) => start !== null).toSorted((a, b) => a - b);
}

/** A start for one more shift: in the middle of the longest one. */
export function nextStart(starts: readonly number[]): number {
  const day = 24 * 60;
  const lengths = starts.map((start, place) => {
    const end = starts[place + 1] ?? (starts[0] ?? 0) + day;
    return { start, length: end - start };
  });
  const longest = lengths.toSorted((a, b) => b.length - a.length)[0] ?? { start: 0, length: day };
  return (longest.start + Math.floor(longest.length / 2)) % day;
}
