import type { AuditEntry } from '@fiducial/protocol/audit';
import { sql } from 'kysely';
import type { Result } from '../../core/kernel/result.ts';
import type { Database } from '../db/database.ts';
import type { DbError } from '../db/errors.ts';

type LoggedEntry = Pick<
  AuditEntry,
  'seq' | 'time' | 'actor' | 'action' | 'object' | 'reason' | 'before' | 'after' | 'refs'
>;

export interface AuditRequest {
  /** Sequence number of the last row of the page before. */
  readonly before?: number | null | undefined;
  readonly action?: string | undefined;
  readonly objectId?: string | undefined;
  readonly limit: number;
}

export interface AuditPage {
  readonly entries: LoggedEntry[];
  readonly next: number | null;
}

/** A page of the log, newest first. Errors: DB_*. */
export function auditPage(db: Database, request: AuditRequest): Result<AuditPage, DbError> {
  return db.read(() => {
    const rows = db.all(auditQuery(db, { ...request, limit: request.limit + 1 }));
    const entries = rows.slice(0, request.limit).map(({ entry }) => loggedEntry(entry));
    const last = entries.at(-1);
    return { entries, next: rows.length > request.limit && last !== undefined ? last.seq : null };
  });
}

/** The query by itself, so that a test can ask SQLite for its plan. */
export function auditQuery(db: Database, { before, action, objectId, limit }: AuditRequest) {
  let query = db.query.selectFrom('audit_entries').select('entry').orderBy('seq', 'desc').limit(limit);
  if (before !== null && before !== undefined) query = query.where('seq', '<', before);
  if (action) query = query.where('action', '=', action);
  if (objectId) query = query.where('object_id', '=', objectId);
  return query;
}

function loggedEntry(text: string): LoggedEntry {
  const { seq, time, actor, action, object, reason, before, after, refs } = JSON.parse(text) as AuditEntry;
  return { seq, time, actor, action, object, reason, before, after, refs };
}

/** Actions that the log has, by name: one look into the index for each, whatever the log's length. Errors: DB_*. */
export function auditActions(db: Database): Result<string[], DbError> {
  return db.read(() => db.all(actionsQuery(db)).map(({ action }) => action));
}

const actionsQuery = (db: Database) =>
  db.query
    .withRecursive('actions(action)', (cte) =>
      cte
        .selectFrom('audit_entries')
        .select(sql<string>`min(action)`.as('action'))
        .unionAll(
          cte
            .selectFrom('actions')
            .select(
              sql<string>`(select min(e.action) from audit_entries e where e.action > actions.action)`.as('action'),
            )
            .where('actions.action', 'is not', null),
        ),
    )
    .selectFrom('actions')
    .select('action')
    .where('action', 'is not', null);
