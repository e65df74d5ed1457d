import type { StoredSignOff } from '../../core/inspection/stored.ts';
import type { Verdict } from '../../core/inspection/vocabulary.ts';
import type { Database } from '../db/database.ts';

/** The sign-off that stands; null while the board waits or was reopened. */
export function readSignOff(db: Database, inspectionId: string): StoredSignOff | null {
  const row = db.get(
    db.query
      .selectFrom('sign_offs')
      .selectAll()
      .where('inspection_id', '=', inspectionId)
      .orderBy('audit_seq', 'desc')
      .limit(1),
  );
  if (row === undefined || row.verdict === null) return null;
  return {
    verdict: row.verdict as Verdict,
    note: row.note,
    by: { id: row.actor_id, name: row.actor_name },
    time: row.time,
  };
}
