/** The outbox's rows: queued inside the change that they tell of, settled when the service has acknowledged them. */
import { type IdempotencyId, newId } from '../../core/kernel/ids.ts';
import type { SyncError } from '../../core/sync/errors.ts';
import type { OutboxItem, OutboxLane } from '../../core/sync/outbox.ts';
import { logSize } from '../audit/tree-rows.ts';
import type { Database } from '../db/database.ts';
import { statement } from '../db/statement.ts';

/** Queues a change for the central API, with the id that every try of it will carry. Inside the change's transaction. */
export function queueForSync(db: Database, item: Omit<OutboxItem, 'id'>, now: string): void {
  db.insert('outbox', {
    id: newId<IdempotencyId>(),
    kind: item.kind,
    object_id: item.objectId,
    revision: item.revision,
    payload_sha256: item.payloadSha256,
    created_at: now,
  });
}

/** An item that waits. */
export interface DueRow {
  readonly position: number;
  readonly id: string;
  readonly kind: string;
  readonly objectId: string;
  readonly revision: number;
  readonly payloadSha256: string;
  readonly tries: number;
  readonly begun: number;
  /** Whether the service failed over some revision of this object, and has taken none since. */
  readonly faulty: 0 | 1;
}

const columns = `position, id, kind, object_id AS objectId, revision, payload_sha256 AS payloadSha256, tries, begun,
  EXISTS (SELECT 1 FROM outbox AS own WHERE own.object_id = outbox.object_id AND own.lane = outbox.lane
    AND own.state IN ('pending', 'set_aside') AND own.error_code = 'SYNC_FAULTY') AS faulty`;

/** Items of a lane that wait, oldest first, after a position. */
export const dueRows = (db: Database, lane: OutboxLane, after: number, limit: number): readonly DueRow[] =>
  db.all(
    statement<DueRow>(
      `SELECT ${columns} FROM outbox WHERE state = 'pending' AND lane = ? AND position > ?${lane === 'pictures' ? afterItsInspection : ''}
        ORDER BY position LIMIT ?`,
      [lane, after, limit],
    ),
  );

/** A picture that is sent again goes after its inspection, where the service has lost that, too. */
const afterItsInspection = ` AND (
  EXISTS (SELECT 1 FROM outbox AS own WHERE own.object_id = outbox.object_id AND own.lane = 'facts' AND own.state = 'sent')
  OR NOT EXISTS (SELECT 1 FROM outbox AS own WHERE own.object_id = outbox.object_id AND own.lane = 'facts'
    AND own.state = 'pending'))`;

/** Acknowledges what the service has of an object up to a revision. An item that was set aside before is in it, too. */
export function markSent(
  db: Database,
  of: { readonly objectId: string; readonly lane: OutboxLane; readonly revision: number },
  receipt: unknown,
  now: string,
): void {
  const sql = `UPDATE outbox SET state = 'sent', receipt = ?, settled_at = ?, log_size = ?, error_code = NULL,
      last_error = NULL
    WHERE object_id = ? AND lane = ? AND revision <= ? AND state IN ('pending', 'set_aside')`;
  db.run(statement(sql, [JSON.stringify(receipt), now, logSize(db), of.objectId, of.lane, of.revision]));
}

/** Notes a try that failed, and with `setAside` takes the item out of the way. */
export function markFailed(
  db: Database,
  of: { readonly objectId: string; readonly lane: OutboxLane; readonly revision: number },
  failed: { readonly tries: number; readonly error: SyncError; readonly setAside: boolean },
  now: string,
): void {
  const { tries, error, setAside } = failed;
  const sql = `UPDATE outbox SET tries = ?, error_code = ?, last_error = ?, state = ?, settled_at = ?
    WHERE object_id = ? AND lane = ? AND revision <= ? AND state = 'pending'`;
  const state = setAside ? 'set_aside' : 'pending';
  const words = wordsOf(error);
  db.run(statement(sql, [tries, error.code, words, state, setAside ? now : null, of.objectId, of.lane, of.revision]));
}

/** What the error says, with the service's own words where there are any. */
function wordsOf({ message, details }: SyncError): string {
  const said = details?.said ?? details?.reason ?? details?.why;
  const code = details?.refusal ?? details?.field ?? details?.host;
  return said === undefined ? message : `${message} (${code === undefined ? '' : `${code}: `}${said})`;
}

/** Notes that bytes of an item are about to be sent. */
export function markBegun(db: Database, id: string): void {
  db.run(statement('UPDATE outbox SET begun = 1 WHERE id = ?', [id]));
}

/** Queues an inspection's original, once; with `isLost` again, under the id that it has. */
export function queuePicture(
  db: Database,
  inspectionId: string,
  of: { readonly sha256: string; readonly isLost: boolean },
  now: string,
): void {
  const sql = `INSERT INTO outbox (id, kind, object_id, revision, payload_sha256, created_at)
    VALUES (?, 'artifact', ?, 1, ?, ?) ON CONFLICT (object_id, kind, revision) DO UPDATE
    SET state = 'pending', tries = 0, settled_at = NULL, log_size = NULL, receipt = NULL WHERE state = 'sent' AND ?`;
  db.run(statement(sql, [newId<IdempotencyId>(), inspectionId, of.sha256, now, of.isLost ? 1 : 0]));
}
