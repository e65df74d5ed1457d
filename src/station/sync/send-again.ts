/** What the service had acknowledged and has no more goes again, with the ids that it had: what is there stays as it is. */
import { itemsResent } from '../../core/audit/entries.ts';
import { type AppError, ok, type Result } from '../../core/kernel/result.ts';
import { syncError } from '../../core/sync/errors.ts';
import { appendEntry } from '../audit/append.ts';
import type { StationContext } from '../context.ts';
import type { Database } from '../db/database.ts';
import { statement } from '../db/statement.ts';

const waitsAgain = `UPDATE outbox SET state = 'pending', tries = 0, settled_at = NULL, log_size = NULL, receipt = NULL`;

/**
 * The service's log ends at `size`: it was set back to when it had so many entries. Whatever it received after that was
 * acknowledged when the log here had at least as many, so that all of that waits again. It may be more than was lost:
 * lanes do not keep step. Inside a write.
 */
export function sendLostAgain(db: Database, size: number): void {
  const { code, message } = syncError('SYNC_SENT_AGAIN');
  const sent = `${waitsAgain}, error_code = ?, last_error = ? WHERE state = 'sent' AND lane IN ('facts', 'pictures')
    AND (log_size IS NULL OR log_size >= ?)`;
  db.run(statement(sent, [code, message, size]));
  const told = `${waitsAgain} WHERE state = 'sent' AND lane = 'log' AND kind = 'report'
    AND (SELECT audit_seq FROM reports WHERE reports.id = object_id) >= ?`;
  db.run(statement(told, [size]));
}

/** Everything that was acknowledged waits again: the service is another one. Inside a write. */
export const sendAllAgain = (db: Database): void => void db.run(statement(`${waitsAgain} WHERE state = 'sent'`, []));

/** Whether the service lacks a revision of an inspection that it had acknowledged. `has`: its newest. Inside a write. */
export const isLost = (db: Database, inspectionId: string, has: number): boolean =>
  db.get(
    statement(
      `SELECT 1 FROM outbox WHERE object_id = ? AND lane = 'facts' AND state = 'sent' AND revision > ? LIMIT 1`,
      [inspectionId, has],
    ),
  ) !== undefined;

/**
 * The service lost what it had acknowledged of an inspection, after its revision `has`, and its log did not show that:
 * then whatever was acknowledged since may be lost as well. Inside a write.
 */
export function sendSinceAgain(db: Database, inspectionId: string, has: number): void {
  const sql = `SELECT min(coalesce(log_size, 0)) AS size FROM outbox
    WHERE object_id = ? AND lane = 'facts' AND state = 'sent' AND revision > ?`;
  const since = db.get(statement<{ readonly size: number | null }>(sql, [inspectionId, has]));
  if (since !== undefined && since.size !== null) sendLostAgain(db, since.size);
}

/**
 * A person knows of a loss that nothing shows. Boards and images that were acknowledged at `since` (by the clock of this
 * station) or later wait again, all of them where it is null; how many items that are. Errors: IDENTITY_*, DB_*, AUDIT_*.
 */
export function resend(context: StationContext, since: string | null): Result<number, AppError> {
  const allowed = context.may('setting.change');
  if (!allowed.ok) return allowed;
  const { db } = context;
  return db.write<number, AppError>(() => {
    const sql = `${waitsAgain}, error_code = NULL, last_error = NULL
      WHERE state = 'sent' AND lane IN ('facts', 'pictures') AND settled_at >= ?`;
    const { changes } = db.run(statement(sql, [since ?? '']));
    if (changes === 0) return ok(0);
    const entry = appendEntry(context, itemsResent(changes, since));
    return entry.ok ? ok(changes) : entry;
  });
}
