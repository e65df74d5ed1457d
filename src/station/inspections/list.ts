import { sql } from 'kysely';
import type { InspectionSummary } from '../../core/inspection/stored.ts';
import type { InspectionStatus, Verdict } from '../../core/inspection/vocabulary.ts';
import type { InspectionId } from '../../core/kernel/ids.ts';
import type { Result } from '../../core/kernel/result.ts';
import type { Database } from '../db/database.ts';
import type { DbError } from '../db/errors.ts';

/** Place after which a page goes on. Stable while inspections are being added. */
export interface PageKey {
  readonly startedAt: string;
  readonly id: string;
}

export interface InspectionFilter {
  readonly part?: string;
  readonly lot?: string;
  readonly serial?: string;
  readonly status?: InspectionStatus;
  /** `undecided`: completed, and a person must decide. */
  readonly verdict?: Verdict | 'undecided';
  /** UTC ISO times: from is inclusive, to exclusive. */
  readonly from?: string;
  readonly to?: string;
}

export interface InspectionPage {
  readonly items: readonly InspectionSummary[];
  /** Null on the last page. */
  readonly next: PageKey | null;
}

/** Inspections, newest first, `limit` at a time. Cost: the page, not the table (index `inspections_by_time`). */
export function listInspections(
  db: Database,
  options: { readonly filter?: InspectionFilter; readonly after?: PageKey | null; readonly limit: number },
): Result<InspectionPage, DbError> {
  const { filter = {}, after = null, limit } = options;
  return db.read(() => {
    const rows = db.all(listQuery(db, filter, after, limit + 1));
    const items = rows.slice(0, limit).map((row) => ({
      ...row,
      id: row.id as InspectionId,
      status: row.status as InspectionStatus,
      verdict: row.verdict as Verdict | null,
    }));
    const last = items.at(-1);
    return {
      items,
      next: rows.length > limit && last !== undefined ? { startedAt: last.startedAt, id: last.id } : null,
    };
  });
}

/** The page's query by itself, so that a test can ask SQLite for its plan. */
export function listQuery(db: Database, filter: InspectionFilter, after: PageKey | null, limit: number) {
  let query = db.query
    .selectFrom('inspections as i')
    .leftJoin('parts as p', 'p.id', 'i.part_id')
    .leftJoin('lots as l', 'l.id', 'i.lot_id')
    .leftJoin('boards as b', 'b.id', 'i.board_id')
    .select([
      'i.id',
      'i.station',
      'p.number as part',
      'l.number as lot',
      'b.serial',
      'i.run',
      'i.status',
      'i.verdict',
      'i.image_sha256 as imageSha256',
      'i.started_at as startedAt',
      sql<number>`(select count(*) from defects d where d.inspection_id = i.id)`.as('defectCount'),
    ])
    .orderBy('i.started_at', 'desc')
    .orderBy('i.id', 'desc')
    .limit(limit);
  if (after !== null) query = query.where(sql<boolean>`(i.started_at, i.id) < (${after.startedAt}, ${after.id})`);
  if (filter.part !== undefined) {
    query = query.where('i.part_id', 'in', db.query.selectFrom('parts').select('id').where('number', '=', filter.part));
  }
  if (filter.lot !== undefined) {
    query = query.where('i.lot_id', 'in', db.query.selectFrom('lots').select('id').where('number', '=', filter.lot));
  }
  if (filter.serial !== undefined) {
    const boards = db.query.selectFrom('boards').select('id').where('serial', '=', filter.serial);
    query = query.where('i.board_id', 'in', boards);
  }
  if (filter.status !== undefined) query = query.where('i.status', '=', filter.status);
  if (filter.verdict === 'undecided') query = query.where('i.verdict', 'is', null).where('i.status', '=', 'completed');
  else if (filter.verdict !== undefined) query = query.where('i.verdict', '=', filter.verdict);
  if (filter.from !== undefined) query = query.where('i.started_at', '>=', filter.from);
  if (filter.to !== undefined) query = query.where('i.started_at', '<', filter.to);
  return query;
}
