/** The ledger as people read it: every item, what became of it, and what a person may do about it. */
import { itemRetried, itemSkipped } from '../../core/audit/entries.ts';
import { type AppError, fail, ok, type Result } from '../../core/kernel/result.ts';
import { syncError } from '../../core/sync/errors.ts';
import type { OutboxKind, OutboxState } from '../../core/sync/outbox.ts';
import { appendEntry } from '../audit/append.ts';
import type { StationContext } from '../context.ts';
import type { Database } from '../db/database.ts';
import type { DbError } from '../db/errors.ts';
import { statement } from '../db/statement.ts';

export interface LedgerItem {
  readonly position: number;
  readonly id: string;
  readonly kind: OutboxKind;
  readonly objectId: string;
  readonly revision: number;
  readonly state: OutboxState;
  readonly tries: number;
  /** Of the last try that failed; null after one that did not. */
  readonly error: { readonly code: string; readonly words: string } | null;
  /** What the service answered. */
  readonly receipt: Readonly<Record<string, unknown>> | null;
  readonly createdAt: string;
  readonly settledAt: string | null;
}

export interface LedgerPage {
  readonly items: readonly LedgerItem[];
  /** To be given as `before`; null on the last page. */
  readonly next: number | null;
}

interface Row {
  readonly position: number;
  readonly id: string;
  readonly kind: OutboxKind;
  readonly objectId: string;
  readonly revision: number;
  readonly state: OutboxState;
  readonly tries: number;
  readonly code: string | null;
  readonly words: string | null;
  readonly receipt: string | null;
  readonly createdAt: string;
  readonly settledAt: string | null;
}

const columns = `position, id, kind, object_id AS objectId, revision, state, tries, error_code AS code,
  last_error AS words, receipt, created_at AS createdAt, settled_at AS settledAt`;

export interface LedgerQuery {
  readonly state?: OutboxState | undefined;
  readonly before?: number | null | undefined;
  readonly limit: number;
}

/** Newest first. Errors: DB_*. */
export function ledgerPage(db: Database, { state, before, limit }: LedgerQuery): Result<LedgerPage, DbError> {
  return db.read(() => {
    const from = before ?? Number.MAX_SAFE_INTEGER;
    // A state's items are found in three runs of the index, one for each lane, merged by their place.
    const rows =
      state === undefined
        ? db.all(
            statement<Row>(`SELECT ${columns} FROM outbox WHERE position < ? ORDER BY position DESC LIMIT ?`, [
              from,
              limit,
            ]),
          )
        : (['facts', 'pictures', 'log'] as const)
            .flatMap((lane) => rowsOfLane(db, state, lane, from, limit))
            .sort((a, b) => b.position - a.position)
            .slice(0, limit);
    return { items: rows.map(toItem), next: rows.length < limit ? null : (rows.at(-1)?.position ?? null) };
  });
}

const rowsOfLane = (db: Database, state: OutboxState, lane: string, from: number, limit: number): readonly Row[] =>
  db.all(
    statement<Row>(
      `SELECT ${columns} FROM outbox WHERE state = ? AND lane = ? AND position < ? ORDER BY position DESC LIMIT ?`,
      [state, lane, from, limit],
    ),
  );

const toItem = ({ code, words, receipt, ...row }: Row): LedgerItem => ({
  ...row,
  error: code === null ? null : { code, words: words ?? '' },
  receipt: receipt === null ? null : (JSON.parse(receipt) as Record<string, unknown>),
});

/** An item that was set aside or skipped waits again, as if it had never failed. Errors: SYNC_NO_ITEM, IDENTITY_*, DB_*, AUDIT_*. */
export function retryItem(context: StationContext, id: string): Result<void, AppError> {
  const sql = `UPDATE outbox SET state = 'pending', tries = 0, settled_at = NULL
    WHERE id = ? AND state IN ('pending', 'set_aside', 'skipped')`;
  return changeItem(context, id, sql, [id], (item) => itemRetried(item));
}

/** A person decides that an item is not sent, and says why. Errors: SYNC_NO_ITEM, IDENTITY_*, DB_*, AUDIT_*. */
export function skipItem(context: StationContext, id: string, reason: string): Result<void, AppError> {
  const sql = `UPDATE outbox SET state = 'skipped', error_code = NULL, last_error = ?, settled_at = ?
    WHERE id = ? AND state IN ('pending', 'set_aside')`;
  return changeItem(context, id, sql, [reason, context.clock.now(), id], (item) => itemSkipped(item, reason));
}

function changeItem(
  context: StationContext,
  id: string,
  sql: string,
  values: readonly unknown[],
  entryOf: (item: LedgerItem) => ReturnType<typeof itemRetried>,
): Result<void, AppError> {
  const allowed = context.may('setting.change');
  if (!allowed.ok) return allowed;
  const { db } = context;
  return db.write<void, AppError>(() => {
    const row = db.get(statement<Row>(`SELECT ${columns} FROM outbox WHERE id = ?`, [id]));
    if (row === undefined || db.run(statement(sql, values)).changes === 0)
      return fail(syncError('SYNC_NO_ITEM', { id }));
    const entry = appendEntry(context, entryOf(toItem(row)));
    return entry.ok ? ok(undefined) : entry;
  });
}
