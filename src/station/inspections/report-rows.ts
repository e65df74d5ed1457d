import { reportCreated } from '../../core/audit/entries.ts';
import type { InspectionId, ReportId } from '../../core/kernel/ids.ts';
import { ok, type Result } from '../../core/kernel/result.ts';
import { appendEntry } from '../audit/append.ts';
import type { AuditError } from '../audit/errors.ts';
import type { StationContext } from '../context.ts';
import type { DbError } from '../db/errors.ts';
import { queueForSync } from '../sync/outbox-rows.ts';

export interface ReportToRecord {
  readonly id: ReportId;
  readonly inspectionId: InspectionId;
  /** Where the file is; as the person named it. */
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
}

/**
 * Records a report whose bytes are on the disk, with its audit entry and outbox row. The same id again changes nothing.
 * Errors: DB_*, AUDIT_ENTRY_TOO_LARGE.
 */
export function recordReport(
  context: StationContext,
  report: ReportToRecord,
): Result<{ readonly auditSeq: number }, DbError | AuditError> {
  const { db } = context;
  const stored = () => {
    const row = db.get(db.query.selectFrom('reports').select('audit_seq').where('id', '=', report.id));
    return row === undefined ? null : { auditSeq: row.audit_seq };
  };
  return db.write(() => {
    const earlier = stored();
    return earlier === null ? addReport(context, report) : ok(earlier);
  }, stored);
}

/** The same inside a transaction. Errors: AUDIT_ENTRY_TOO_LARGE. */
export function addReport(
  context: StationContext,
  report: ReportToRecord,
): Result<{ readonly auditSeq: number }, AuditError> {
  const { db } = context;
  const entry = appendEntry(context, reportCreated(report));
  if (!entry.ok) return entry;
  const { seq, time } = entry.value;
  db.insert('reports', {
    id: report.id,
    inspection_id: report.inspectionId,
    path: report.path,
    sha256: report.sha256,
    bytes: report.bytes,
    created_at: time,
    audit_seq: seq,
  });
  queueForSync(db, { kind: 'report', objectId: report.id, revision: 1, payloadSha256: report.sha256 }, time);
  return ok({ auditSeq: seq });
}
