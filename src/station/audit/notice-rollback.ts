import { sameBytes, toHex } from '@fiducial/protocol/audit';
import { logRolledBack } from '../../core/audit/entries.ts';
import { ok, type Result } from '../../core/kernel/result.ts';
import type { StationContext } from '../context.ts';
import type { Database } from '../db/database.ts';
import type { DbError } from '../db/errors.ts';
import { statement } from '../db/statement.ts';
import type { KeyError } from '../keys/errors.ts';
import type { HighWaterMark, Mark } from '../keys/high-water-mark.ts';
import { appendEntry } from './append.ts';
import type { AuditError } from './errors.ts';
import { logSize, rootAt } from './tree-rows.ts';

/**
 * Compares the log with the newest signed state that its key's folder knows, which is read first: what other programs
 * append meanwhile makes the log longer than it. A log that does not have that state was set back, by a restored backup
 * or by somebody: the mark is put aside as evidence, and the log says so from here on. True where it was so.
 * Errors: DB_*, KEY_MARK_*; AUDIT_ENTRY_TOO_LARGE.
 */
export function noticeRollback(
  context: StationContext,
  marks: HighWaterMark,
): Result<boolean, DbError | AuditError | KeyError> {
  const { db, clock, station } = context;
  const mark = marks.read();
  if (!mark.ok) {
    const aside = marks.putAside('damaged', clock.now());
    return aside.ok ? mark : aside;
  }
  if (mark.value === null) return ok(false);
  const { size: lostSize, root } = mark.value;
  const lostRoot = toHex(root);
  const known = db.read(() => knows(db, mark.value as Mark) || isTold(db, lostRoot));
  if (!known.ok) return known;
  if (known.value) return ok(false);
  const aside = marks.putAside('rolled-back', clock.now());
  if (!aside.ok) return aside;
  return db.write(() => {
    // Another program may have been faster.
    if (isTold(db, lostRoot)) return ok(false);
    const told = appendEntry(context, logRolledBack({ station, lostSize, lostRoot, size: logSize(db) }));
    return told.ok ? ok(true) : told;
  });
}

const knows = (db: Database, { size, root }: Mark): boolean => logSize(db) >= size && sameBytes(rootAt(db, size), root);

/** Whether the log says that it lost the state with this root. */
export const isTold = (db: Database, lostRoot: string): boolean => {
  const sql = `SELECT 1 FROM audit_entries WHERE action = 'log.rolled_back' AND entry ->> '$.refs.root' = ?`;
  return db.get(statement(sql, [lostRoot])) !== undefined;
};

/** Whether the log was set back since the newest key epoch began: nobody has answered for it yet. */
export function isRolledBack(db: Database): boolean {
  const sql = `SELECT (SELECT max(seq) FROM audit_entries WHERE action = 'log.rolled_back')
    > coalesce((SELECT max(started_seq) FROM audit_epochs), -1) AS open`;
  return db.get(statement<{ readonly open: number | null }>(sql, []))?.open === 1;
}
