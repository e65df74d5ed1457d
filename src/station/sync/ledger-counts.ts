import type { Result } from '../../core/kernel/result.ts';
import type { Database } from '../db/database.ts';
import type { DbError } from '../db/errors.ts';
import { statement } from '../db/statement.ts';

/** Items by what became of them. */
export interface LedgerCounts {
  readonly pending: number;
  /** Of `pending`: originals. */
  readonly pictures: number;
  readonly setAside: number;
}

/** Counts by an index alone: some milliseconds for a backlog of 100,000. */
export const ledgerCounts = (db: Database): Result<LedgerCounts, DbError> =>
  db.read(() => {
    const sql = `SELECT state, lane, count(*) AS items FROM outbox
      WHERE state IN ('pending', 'set_aside') GROUP BY state, lane`;
    const rows = db.all(statement<{ readonly state: string; readonly lane: string; readonly items: number }>(sql, []));
    const sum = (state: string, lane?: string): number =>
      rows
        .filter((row) => row.state === state && (lane === undefined || row.lane === lane))
        .reduce((total, { items }) => total + items, 0);
    return { pending: sum('pending'), pictures: sum('pending', 'pictures'), setAside: sum('set_aside') };
  });
