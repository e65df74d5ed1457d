import type { SignatureFactor, SignatureMeaning } from '../../core/identity/signature.ts';
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
  const restored = row.restores;
  const said =
    restored === null ? row : (db.get(db.query.selectFrom('sign_offs').selectAll().where('id', '=', restored)) ?? row);
  return {
    verdict: row.verdict as Verdict,
    note: said.note,
    printedName: said.printed_name ?? said.actor_name,
    meaning: said.meaning as SignatureMeaning,
    factor: said.factor as SignatureFactor,
    recordId: said.id,
    by: { id: said.actor_id, name: said.actor_name },
    time: said.time,
  };
}
