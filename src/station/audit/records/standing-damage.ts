/** What lists show of a board is kept with its row; decisions and sign-offs, kept in full, say what it must be. */
import type { Database } from '../../db/database.ts';
import { statement } from '../../db/statement.ts';
import { findStored } from '../../inspections/read.ts';
import { standingOf } from '../../review/standing.ts';
import { changed, type RecordDamage } from './record-damage.ts';

export const standingDamage = (db: Database): RecordDamage | null =>
  defectDamage(db) ?? verdictDamage(db) ?? openVerdictDamage(db);

interface FoundRow {
  readonly id: string;
  readonly seq: number;
}

const defectsQuery = `SELECT d.id, i.audit_seq AS seq FROM defects d JOIN inspections i ON i.id = d.inspection_id
  WHERE d.verification <> coalesce((SELECT v.verification FROM verifications v
    WHERE v.inspection_id = d.inspection_id AND v.defect_id = d.id ORDER BY v.audit_seq DESC LIMIT 1), 'not_verified')
  LIMIT 1`;

function defectDamage(db: Database): RecordDamage | null {
  const found = db.get(statement<FoundRow>(defectsQuery, []));
  return found === undefined ? null : changed(found.seq, `defect ${found.id} does not stand as it was decided`);
}

/** Signed boards have the signed verdict; boards that nobody touched have the run's. */
const verdictsQuery = `SELECT i.id, i.audit_seq AS seq FROM inspections i LEFT JOIN sign_offs s ON s.id = (
    SELECT id FROM sign_offs WHERE inspection_id = i.id ORDER BY audit_seq DESC LIMIT 1)
  WHERE (s.kind = 'signed' AND (i.standing_verdict IS NOT s.verdict OR i.shelf IS NOT 'done'))
    OR (coalesce(s.kind, '') <> 'signed' AND i.shelf = 'done')
    OR (s.id IS NULL AND i.standing_verdict IS NOT i.verdict
      AND NOT EXISTS (SELECT 1 FROM verifications v WHERE v.inspection_id = i.id))
  LIMIT 1`;

function verdictDamage(db: Database): RecordDamage | null {
  const found = db.get(statement<FoundRow>(verdictsQuery, []));
  return found === undefined
    ? null
    : changed(found.seq, `the verdict that stands for inspection ${found.id} was changed`);
}

/** Boards in between: decided in part, or opened again. The rules say what stands. */
const openQuery = `SELECT i.id, i.audit_seq AS seq FROM inspections i WHERE i.shelf = 'review'
  AND EXISTS (SELECT 1 FROM verifications v WHERE v.inspection_id = i.id)`;

function openVerdictDamage(db: Database): RecordDamage | null {
  for (const { id, seq } of db.all(statement<FoundRow>(openQuery, []))) {
    const inspection = findStored(db, id);
    if (inspection !== null && inspection.standingVerdict !== standingOf(inspection, false).standing_verdict) {
      return changed(seq, `the verdict that stands for inspection ${id} was changed`);
    }
  }
  return null;
}
