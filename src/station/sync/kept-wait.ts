/** What the service asked to wait for (Retry-After), kept in the database: it holds for every program and over a restart. */
import type { Clock } from '../../core/kernel/clock.ts';
import { ok, type Result } from '../../core/kernel/result.ts';
import { leftOf } from '../../core/sync/asked-to-wait.ts';
import type { Database } from '../db/database.ts';
import type { DbError } from '../db/errors.ts';
import { keepSyncState, readSyncState, writeSyncState } from './sync-state.ts';
import type { Timing } from './transport.ts';

export interface KeptWait {
  /** The longest of what was asked for: an answer that asks for less may come after it. Errors: DB_*. */
  keep(url: string, waitMs: number): Promise<Result<void, DbError>>;
  /** Milliseconds until that service may be called. */
  leftMs(url: string): number;
  /** A person wants it tried now. */
  forget(): void;
}

export function keptWait(db: Database, { bootId }: Pick<Clock, 'bootId'>, timing: Pick<Timing, 'nowMs'>): KeptWait {
  const kept = () => {
    const read = db.read(() => readSyncState(db, 'asked_to_wait'));
    return read.ok ? read.value : null;
  };

  const keep = (url: string, waitMs: number) =>
    db.patiently(() =>
      db.write<void, never>(() => {
        const nowMs = timing.nowMs();
        const before = readSyncState(db, 'asked_to_wait');
        const isLonger = before?.bootId === bootId && leftOf(before, { url, bootId, nowMs }) >= waitMs;
        if (!isLonger) writeSyncState(db, 'asked_to_wait', { url, bootId, untilMs: nowMs + waitMs, waitMs });
        return ok(undefined);
      }),
    );

  return {
    keep,
    leftMs(url) {
      const before = kept();
      const left = leftOf(before, { url, bootId, nowMs: timing.nowMs() });
      // From here on it counts in this boot: a program that starts often does not wait for ever.
      if (left > 0 && before?.bootId !== bootId) void keep(url, left);
      return left;
    },
    forget() {
      const before = kept();
      if (before !== null) void keepSyncState(db, 'asked_to_wait', { ...before, waitMs: 0 });
    },
  };
}
