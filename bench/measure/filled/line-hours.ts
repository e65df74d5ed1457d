/**
 * The hours of a line: two shifts from 6 to 22 on five days, one from 6 to 14 on Saturdays. Everything else counts in
 * working milliseconds since the line began, so that boards crowd on working days and none starts at night.
 */
const hour = 3_600_000;
const day = 24 * hour;
const workingDay = 16 * hour;
const workingWeek = 5 * workingDay + 8 * hour;

/** A Monday. A million boards reach from here to October 2026. */
const began = Date.UTC(2024, 8, 30);
const firstHour = 6 * hour;

/** Milliseconds since 1970 of a moment in working time. */
export function momentOf(working: number): number {
  const weeks = Math.floor(working / workingWeek);
  const inWeek = working - weeks * workingWeek;
  const days = Math.min(5, Math.floor(inWeek / workingDay));
  return began + weeks * 7 * day + days * day + firstHour + (inWeek - days * workingDay);
}

/** 0 from 6 to 14, 1 from 14 to 22. */
export const shiftAt = (working: number): 0 | 1 => (new Date(momentOf(working)).getUTCHours() < 14 ? 0 : 1);
