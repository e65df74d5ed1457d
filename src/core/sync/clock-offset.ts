/** How far the station's clock stands from the service's. Shown, and decided on by nothing: sync is right at any clock. */
export interface ClockOffset {
  /** Service minus station, ms. Positive: the station is late. */
  readonly offsetMs: number;
  /** Half of what the measurement can be wrong by, ms: the way there and back, and the header's whole seconds. */
  readonly uncertaintyMs: number;
}

/**
 * From the Date header of an answer (RFC 9110: whole seconds, so half a second is added). `sentMs`, `receivedMs`: the
 * station's wall clock, ms. Null where there is no date, or the station's clock was set meanwhile.
 */
export function clockOffset(
  date: string | null,
  sentMs: number,
  receivedMs: number,
  tookMs: number,
): ClockOffset | null {
  const server = Date.parse(date ?? '');
  const wall = receivedMs - sentMs;
  if (!Number.isFinite(server) || Math.abs(wall - tookMs) > 1000) return null;
  return {
    offsetMs: Math.round(server + 500 - (sentMs + wall / 2)),
    uncertaintyMs: Math.round(500 + tookMs / 2),
  };
}
