/** What a person may do about items of the ledger. */
import { itemRetried, itemSkipped, itemsRetried } from '../../core/audit/entries.ts';
import { type AppError, fail, ok, type Result } from '../../core/kernel/result.ts';
import { syncError } from '../../core/sync/errors.ts';
import { appendEntry } from '../audit/append.ts';
import type { StationContext } from '../context.ts';
import { statement } from '../db/statement.ts';
import { findItem, type LedgerItem } from './ledger-page.ts';

/** An item that was set aside or skipped waits again, as if it had never failed. Errors: SYNC_NO_ITEM, IDENTITY_*, DB_*, AUDIT_*. */
export function retryItem(context: StationContext, id: string): Result<void, AppError> {
  const sql = `UPDATE outbox SET state = 'pending', tries = 0, settled_at = NULL
    WHERE id = ? AND state IN ('pending', 'set_aside', 'skipped')`;
  return changeItem(context, id, sql, [id], (item) => itemRetried(item));
}

/** Everything that was set aside waits again; how many that were. One entry of the log for all. Errors: IDENTITY_*, DB_*, AUDIT_*. */
export function retryAll(context: StationContext): Result<number, AppError> {
  const allowed = context.may('setting.change');
  if (!allowed.ok) return allowed;
  const { db } = context;
  return db.write<number, AppError>(() => {
    const sql = `UPDATE outbox SET state = 'pending', tries = 0, settled_at = NULL WHERE state = 'set_aside'`;
    const { changes } = db.run(statement(sql, []));
    if (changes === 0) return ok(0);
    const entry = appendEntry(context, itemsRetried(changes));
    return entry.ok ? ok(changes) : entry;
  });
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
    const item = findItem(db, id);
    if (item === null || db.run(statement(sql, values)).changes === 0) return fail(syncError('SYNC_NO_ITEM', { id }));
    const entry = appendEntry(context, entryOf(item));
    return entry.ok ? ok(undefined) : entry;
  });
}
