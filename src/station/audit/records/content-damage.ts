/** Content that the log holds by its hash only: recomputed from the tables. */

import type { InspectionOutcome, RecordedDefect, RecordedInference } from '../../../core/inspection/record.ts';
import { resultBytes } from '../../../core/inspection/result-document.ts';
import { contentSha256 } from '../../annotations/write-annotation.ts';
import type { Database } from '../../db/database.ts';
import { statement } from '../../db/statement.ts';
import { sha256Hex } from '../../digest.ts';
import { type RegistrationColumns, registrationOf } from '../../inspections/read.ts';
import { changed, type RecordDamage } from './record-damage.ts';

/** The first recipe, result or annotation whose content is not the one that its hash stands for. */
export const contentDamage = (db: Database): RecordDamage | null =>
  recipeDamage(db) ?? resultDamage(db) ?? annotationDamage(db);

interface RecipeRow {
  readonly id: string;
  readonly content: string;
  readonly hash: string;
  readonly seq: number;
}

function recipeDamage(db: Database): RecordDamage | null {
  const sql = 'SELECT id, content, content_sha256 AS hash, audit_seq AS seq FROM recipes ORDER BY audit_seq';
  for (const { id, content, hash, seq } of db.iterate(statement<RecipeRow>(sql, []))) {
    if (sha256Hex(Buffer.from(content)) !== hash) return changed(seq, `the content of ${id} in recipes was changed`);
  }
  return null;
}

interface ResultRow extends RegistrationColumns {
  readonly id: string;
  readonly seq: number;
  readonly status: string;
  readonly verdict: string | null;
  readonly registration_poor: number;
  readonly error_code: string | null;
  readonly result_sha256: string;
  readonly inference_id: string | null;
  readonly model_name: string;
  readonly model_version: string;
  readonly model_sha256: string;
  readonly provider: string;
  readonly used_golden: number;
}

interface DefectRow {
  readonly inspection_id: string;
  readonly id: string;
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly confidence: number | null;
  readonly severity: string;
  readonly origin: string;
}

const resultsQuery = `SELECT i.id, i.audit_seq AS seq, i.status, i.verdict, i.registration_dx, i.registration_dy,
    i.registration_angle, i.registration_scale, i.registration_score, i.registration_poor, i.error_code, i.result_sha256,
    f.id AS inference_id, f.model_name, f.model_version, f.model_sha256, f.provider, f.used_golden
  FROM inspections i LEFT JOIN inferences f ON f.inspection_id = i.id ORDER BY i.id`;
const defectsQuery = `SELECT inspection_id, id, type, x, y, width, height, confidence, severity, origin
  FROM defects ORDER BY inspection_id, position`;

/** Both tables in the order of inspections, side by side: memory for one board. */
function resultDamage(db: Database): RecordDamage | null {
  const defects = db.iterate(statement<DefectRow>(defectsQuery, []));
  try {
    let next = defects.next();
    for (const row of db.iterate(statement<ResultRow>(resultsQuery, []))) {
      const found: DefectRow[] = [];
      for (; !next.done && next.value.inspection_id <= row.id; next = defects.next()) {
        // Of an inspection that is not there; the foreign key forbids it.
        if (next.value.inspection_id === row.id) found.push(next.value);
      }
      if (sha256Hex(resultBytes(outcomeOf(row, found))) !== row.result_sha256) {
        return changed(row.seq, `the result of inspection ${row.id} was changed: verdict, model, defects or boxes`);
      }
    }
    return null;
  } finally {
    defects.return?.();
  }
}

/** As it was recorded. Words that the hash was made of are taken as they are: a changed one gives another hash. */
function outcomeOf(row: ResultRow, defects: readonly DefectRow[]): InspectionOutcome {
  if (row.status === 'failed') return { status: 'failed', error: { code: row.error_code ?? '', message: '' } };
  return {
    status: 'completed',
    verdict: row.verdict as Extract<InspectionOutcome, { status: 'completed' }>['verdict'],
    registration: registrationOf(row),
    registrationPoor: row.registration_poor === 1,
    inference: {
      id: row.inference_id as RecordedInference['id'],
      model: { name: row.model_name, version: row.model_version, sha256: row.model_sha256 },
      provider: row.provider,
      usedGolden: row.used_golden === 1,
      timingsMs: {},
    },
    defects: defects.map(({ id, type, x, y, width, height, confidence, severity, origin }) => ({
      id: id as RecordedDefect['id'],
      type,
      box: { x, y, width, height },
      confidence,
      severity: severity as RecordedDefect['severity'],
      origin: origin as RecordedDefect['origin'],
    })),
  };
}

interface AnnotationRow {
  readonly id: string;
  readonly seq: number;
  readonly kind: string;
  readonly defect_id: string | null;
  readonly x: number | null;
  readonly y: number | null;
  readonly width: number | null;
  readonly height: number | null;
  readonly label: string | null;
  readonly notes: string;
  readonly hash: string | null;
}

const annotationsQuery = `SELECT a.id, a.audit_seq AS seq, a.kind, a.defect_id, a.x, a.y, a.width, a.height, a.label, a.notes,
    e.entry ->> '$.refs.annotation' AS hash
  FROM annotation_revisions a JOIN audit_entries e ON e.seq = a.audit_seq ORDER BY a.audit_seq`;

function annotationDamage(db: Database): RecordDamage | null {
  for (const row of db.iterate(statement<AnnotationRow>(annotationsQuery, []))) {
    const { id, seq, kind, defect_id: defectId, x, y, width, height, label, notes, hash } = row;
    const box = x === null || y === null || width === null || height === null ? null : { x, y, width, height };
    const content = { kind, defectId, box, label, notes } as Parameters<typeof contentSha256>[0];
    if (hash !== null && contentSha256(content) !== hash) {
      return changed(seq, `the content of ${id} in annotation_revisions was changed`);
    }
  }
  return null;
}
