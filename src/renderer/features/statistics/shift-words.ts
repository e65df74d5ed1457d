/** When a shift runs, as local times of day. */

/** `starts` in minutes after midnight, ascending; a shift ends where the next begins, the last at the first's start. */
export function shiftTimes(
  starts: readonly number[],
  shift: number,
  locale: string,
): { readonly start: string; readonly end: string } {
  const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' });
  // Any day: only the time of day is written.
  const at = (minutes: number) => time.format(new Date(2000, 0, 1, 0, minutes));
  return { start: at(starts[shift] ?? 0), end: at(starts[shift + 1] ?? starts[0] ?? 0) };
}
