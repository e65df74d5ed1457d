/** Spans of days that figures are asked for. Days are the station's local ones. */
import { assertNever } from '../../../core/kernel/result.ts';

export const periods = ['today', 'week', 'month', 'quarter', 'all'] as const;
/** `today`; `week`, `month`, `quarter`: the last 7, 30, 90 days with today; `all`: everything stored. */
export type Period = (typeof periods)[number];

/** `from` inclusive, `to` exclusive, UTC; empty where the span is open. The days that passed until `now` count whole. */
export function spanOf(period: Period, now: Date): { readonly from?: string; readonly to?: string } {
  const days = daysBack(period);
  if (days === null) return {};
  const midnight = (daysAgo: number) =>
    new Date(now.getFullYear(), now.getMonth(), now.getDate() - daysAgo).toISOString();
  return { from: midnight(days - 1), to: midnight(-1) };
}

function daysBack(period: Period): number | null {
  switch (period) {
    case 'today':
      return 1;
    case 'week':
      return 7;
    case 'month':
      return 30;
    case 'quarter':
      return 90;
    case 'all':
      return null;
    default:
      return assertNever(period);
  }
}
