import type { Result } from '../../core/kernel/result.ts';
import type { Database } from '../db/database.ts';
import type { DbError } from '../db/errors.ts';
import { type RowPage, readRowPage } from '../inspections/inspection-rows.ts';
import type { PageKey } from '../inspections/pages.ts';

/** `review`: boards that wait for a person, oldest first; `done`: signed off, newest first. */
export type Shelf = 'review' | 'done';

export interface QueueRequest {
  readonly shelf: Shelf;
  /** Begins a part, lot or serial. */
  readonly search?: string | undefined;
  readonly after?: PageKey | null | undefined;
  readonly limit: number;
}

/** Errors: DB_*. */
export const queuePage = (db: Database, { shelf, search, after, limit }: QueueRequest): Result<RowPage, DbError> =>
  readRowPage(db, {
    filter: { shelf, search },
    order: shelf === 'review' ? 'oldest_first' : 'newest_first',
    after: after ?? null,
    limit,
  });

/** How many boards are on each shelf; read from counters. Errors: DB_*. */
export function queueCounts(db: Database): Result<{ readonly review: number; readonly done: number }, DbError> {
  return db.read(() => {
    const rows = db.all(db.query.selectFrom('shelf_counts').selectAll());
    const of = (shelf: Shelf) => rows.find((row) => row.shelf === shelf)?.boards ?? 0;
    return { review: of('review'), done: of('done') };
  });
}
