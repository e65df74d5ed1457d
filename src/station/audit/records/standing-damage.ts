/** What lists show of a board is kept with its row; decisions and sign-offs, kept in full, say what it must be. */
import type { Database } from '../../db/database.ts';
import { statement } from '../../db/statement.ts';
import { findStored } from '../../inspections/read.ts';
import { standingOf } from '../../review/standing.ts';
import { changed, type RecordDamage } from './record-damage.ts';

export const standingDamage = (db: Database): RecordDamage | null =>
  defectDamage(db) ?? verdictDamage(db) ?? openVerdictDamage(db) ?? listedDamage(db) ?? countDamage(db);

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

/**
 * What lists show beside the verdict, and by which they sort: the moment of its start, or soon after where many began
 * then. A board that is on no shelf is in no queue: that may be only
 * a failed run that was made again.
 */
const listedQuery = `SELECT i.id, i.audit_seq AS seq FROM inspections i
  LEFT JOIN (SELECT inspection_id, count(*) AS found, sum(verification = 'not_verified') AS undecided,
      max(CASE WHEN verification = 'rejected' THEN 0 ELSE instr('lmhc', substr(severity, 1, 1)) END) AS worst
    FROM defects GROUP BY inspection_id) d ON d.inspection_id = i.id
  LEFT JOIN inferences f ON f.inspection_id = i.id
  WHERE i.defect_count IS NOT coalesce(d.found, 0) OR i.undecided_count IS NOT coalesce(d.undecided, 0)
    OR i.worst_severity IS NOT CASE d.worst WHEN 4 THEN 'critical' WHEN 3 THEN 'high' WHEN 2 THEN 'medium' WHEN 1 THEN 'low' END
    OR i.model IS NOT f.model_name || '@' || f.model_version
    OR i.place / 2048 - (unixepoch(i.started_at) * 1000 + CAST(substr(i.started_at, 21, 3) AS INTEGER)) NOT BETWEEN 0 AND 10000
    OR coalesce(i.shelf, '') NOT IN ('', 'review', 'done')
    OR (i.shelf IS NULL AND (i.status <> 'failed' OR NOT EXISTS (SELECT 1 FROM inspections later
      WHERE later.image_sha256 = i.image_sha256 AND later.part_id IS i.part_id AND later.board_id IS i.board_id
        AND later.run > i.run)))
  LIMIT 1`;

function listedDamage(db: Database): RecordDamage | null {
  const found = db.get(statement<FoundRow>(listedQuery, []));
  return found === undefined ? null : changed(found.seq, `what lists show of inspection ${found.id} was changed`);
}

/** How many boards wait is counted as they come and go. */
const countsQuery = `SELECT c.shelf FROM shelf_counts c
  WHERE c.boards IS NOT (SELECT count(*) FROM inspections i WHERE i.shelf = c.shelf) LIMIT 1`;

function countDamage(db: Database): RecordDamage | null {
  const found = db.get(statement<{ readonly shelf: string }>(countsQuery, []));
  return found === undefined ? null : changed(0, `the number of boards in "${found.shelf}" was changed`);
}
