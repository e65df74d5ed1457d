export interface Age {
  readonly unit: 'now' | 'minutes' | 'hours' | 'days';
  readonly count: number;
}

const minuteMs = 60_000;

/** Whole units that have passed, in the largest that fits; a time to come (another clock) counts as now. Both in ms since 1970. */
export function ageOf(time: number, now: number): Age {
  const minutes = Math.floor((now - time) / minuteMs);
  if (minutes < 1) return { unit: 'now', count: 0 };
  if (minutes < 60) return { unit: 'minutes', count: minutes };
  if (minutes < 24 * 60) return { unit: 'hours', count: Math.floor(minutes / 60) };
  return { unit: 'days', count: Math.floor(minutes / (24 * 60)) };
}
