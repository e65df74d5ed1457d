import { type AuditEntry, auditEntrySchema } from '@fiducial/protocol/audit';
import { sql } from 'kysely';
import type { Result } from '../../core/kernel/result.ts';
import type { Database } from '../db/database.ts';
import { type DbError, damagedContent } from '../db/errors.ts';

export type LoggedEntry = Pick<
  AuditEntry,
  'seq' | 'time' | 'actor' | 'action' | 'object' | 'reason' | 'before' | 'after' | 'refs'
>;

/** What is absent or empty does not narrow. */
interface AuditFilter {
  readonly action?: string | undefined;
  readonly objectId?: string | undefined;
  /** Name of who did it, as the entry has it. */
  readonly person?: string | undefined;
  /** UTC, ISO 8601; inclusive. */
  readonly from?: string | undefined;
  /** Exclusive. */
  readonly to?: string | undefined;
  /** Anywhere in the entry, in any case of letters. */
  readonly text?: string | undefined;
}

export interface AuditRequest extends AuditFilter {
  /** Sequence number of the last row of the page before, or its `next`. */
  readonly before?: number | null | undefined;
  readonly limit: number;
}

export interface AuditPage {
  readonly entries: LoggedEntry[];
  /** `before` of the page after; null at the end. A page may be short of its limit, even empty, and not the last. */
  readonly next: number | null;
}

/** Entries that one page looks through for a text; a rare word costs pages, never a stop of the thread. */
const textReach = 20_000;

/** A page of the log, newest first. Errors: DB_*. */
export function auditPage(db: Database, request: AuditRequest): Result<AuditPage, DbError> {
  return db.read(() => {
    const span = timeSpan(db, request);
    if (span === null) return { entries: [], next: null };
    const text = request.text?.toLowerCase();
    return text ? searchedPage(db, request, span, text) : plainPage(db, request, span);
  });
}

function plainPage(db: Database, request: AuditRequest, span: TimeSpan): AuditPage {
  const rows = db.all(auditQuery(db, { ...request, limit: request.limit + 1 }, span));
  const entries = rows.slice(0, request.limit).map(({ entry }) => loggedEntry(entry));
  return { entries, next: rows.length > request.limit ? (entries.at(-1)?.seq ?? null) : null };
}

function searchedPage(db: Database, request: AuditRequest, span: TimeSpan, text: string): AuditPage {
  const entries: LoggedEntry[] = [];
  let looked = 0;
  for (const { seq, entry } of db.iterate(auditQuery(db, { ...request, limit: textReach + 1 }, span))) {
    if (entries.length === request.limit || looked === textReach) return { entries, next: seq + 1 };
    looked += 1;
    if (wholeText(entry).toLowerCase().includes(text)) entries.push(loggedEntry(entry));
  }
  return { entries, next: null };
}

/** Entries that can lie in a range of time. Clocks jump, so each row in between is still asked for its own. */
interface TimeSpan {
  readonly first?: number;
  readonly last?: number;
}

function timeSpan(db: Database, { from, to }: AuditFilter): TimeSpan | null {
  if (!from && !to) return {};
  let query = db.query
    .selectFrom('audit_entries')
    .select(({ fn }) => [fn.min('seq').as('first'), fn.max('seq').as('last')]);
  if (from) query = query.where('time', '>=', from);
  if (to) query = query.where('time', '<', to);
  const found = db.get(query);
  if (found === undefined || found.first === null) return null;
  return { first: found.first, last: found.last };
}

/** The query by itself, so that a test can ask SQLite for its plan. */
export function auditQuery(db: Database, request: AuditRequest, span: TimeSpan = {}) {
  const { before, action, objectId, person, from, to, limit } = request;
  let query = db.query.selectFrom('audit_entries').select(['seq', 'entry']).orderBy('seq', 'desc').limit(limit);
  if (before !== null && before !== undefined) query = query.where('seq', '<', before);
  if (span.first !== undefined) query = query.where('seq', '>=', span.first);
  if (span.last !== undefined) query = query.where('seq', '<=', span.last);
  if (action) query = query.where('action', '=', action);
  if (objectId) query = query.where('object_id', '=', objectId);
  if (person) query = query.where('actor_name', '=', person);
  // `+`: no index by time, whose order is not the page's.
  if (from) query = query.where(sql<string>`+time`, '>=', from);
  if (to) query = query.where(sql<string>`+time`, '<', to);
  return query;
}

/** Inside a read: an entry that cannot be read is DB_CORRUPT, and the verification of the log says more. */
export function loggedEntry(text: string): LoggedEntry {
  const { seq, time, actor, action, object, reason, before, after, refs } = parsedEntry(text);
  return { seq, time, actor, action, object, reason, before, after, refs };
}

/** SQLite gives null for a text that a damaged page has lost, whatever the column says. */
function wholeText(text: string | null): string {
  if (text === null) throw damagedContent('An entry of the audit log is lost');
  return text;
}

function parsedEntry(text: string): AuditEntry {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = null;
  }
  const entry = auditEntrySchema.safeParse(json);
  if (!entry.success) throw damagedContent('An entry of the audit log cannot be read');
  return entry.data;
}

/** Actions that the log has, by name: one look into the index for each, whatever the log's length. Errors: DB_*. */
export const auditActions = (db: Database): Result<string[], DbError> => distinctOf(db, 'action');

/** Names of who did something, by name. Errors: DB_*. */
export const auditPeople = (db: Database): Result<string[], DbError> => distinctOf(db, 'actor_name');

const distinctOf = (db: Database, column: 'action' | 'actor_name'): Result<string[], DbError> =>
  db.read(() => db.all(distinctQuery(db, column)).map(({ value }) => value));

const distinctQuery = (db: Database, column: 'action' | 'actor_name') => {
  const name = sql.ref(column);
  return db.query
    .withRecursive('found(value)', (cte) =>
      cte
        .selectFrom('audit_entries')
        .select(sql<string>`min(${name})`.as('value'))
        .unionAll(
          cte
            .selectFrom('found')
            .select(sql<string>`(select min(e.${name}) from audit_entries e where e.${name} > found.value)`.as('value'))
            .where('found.value', 'is not', null),
        ),
    )
    .selectFrom('found')
    .select('value')
    .where('value', 'is not', null);
};
