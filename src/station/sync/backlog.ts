/** How much waits to be sent, and at which pace it becomes less. */
import { caughtUpIn, itemsPerMinute, noPace, type Pace, paced } from '../../core/sync/pace.ts';
import type { Database } from '../db/database.ts';
import { type LedgerCounts, ledgerCounts } from './ledger-counts.ts';
import type { Timing } from './transport.ts';

export interface Backlog {
  /** Something was queued or settled. */
  changed(): void;
  /** Whether something changed since it was counted. */
  isStale(): boolean;
  /** Counts, unless that was done in this second: a backlog of 100,000 is counted in milliseconds, but not at each of its items. */
  count(): LedgerCounts;
  /** Counts what has changed, however short ago it was counted. */
  countNow(): LedgerCounts;
  /** Items a minute that the service took of late; null where there is no pace to go by. */
  perMinute(): number | null;
  /** Milliseconds until everything is there at the present pace; null where there is none to go by. */
  caughtUpInMs(): number | null;
}

const countEveryMs = 1000;

/** @param isSending Whether what becomes less does so by sending. */
export function watchBacklog(db: Database, timing: Pick<Timing, 'nowMs'>, isSending: () => boolean): Backlog {
  let pace: Pace = noPace;
  let counts: LedgerCounts = { pending: 0, pictures: 0, setAside: 0 };
  let isStale = true;
  let countedAtMs = Number.NEGATIVE_INFINITY;

  function count(): LedgerCounts {
    if (!isStale || timing.nowMs() - countedAtMs < countEveryMs) return counts;
    const read = ledgerCounts(db);
    if (!read.ok) return counts;
    const taken = counts.pending - read.value.pending;
    if (isSending() && taken > 0) pace = paced(pace, timing.nowMs(), taken);
    counts = read.value;
    isStale = false;
    countedAtMs = timing.nowMs();
    return counts;
  }

  return {
    changed() {
      isStale = true;
    },
    isStale: () => isStale,
    count,
    countNow() {
      countedAtMs = Number.NEGATIVE_INFINITY;
      return count();
    },
    perMinute: () => itemsPerMinute(pace, timing.nowMs()),
    caughtUpInMs: () => caughtUpIn(pace, counts.pending, timing.nowMs()),
  };
}
