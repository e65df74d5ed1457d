import { verificationSet } from '../../core/audit/entries.ts';
import type { StoredInspection } from '../../core/inspection/stored.ts';
import type { Result } from '../../core/kernel/result.ts';
import type { ReviewChange } from '../../core/review/review-step.ts';
import { reasonInEnglish } from '../../core/review/standard-reasons.ts';
import { type Appended, appendEntry } from '../audit/append.ts';
import type { AuditError } from '../audit/errors.ts';
import type { StationContext } from '../context.ts';
import { type ChangeRecord, personWhoSaid } from './change-record.ts';

type DecisionChange = Extract<ReviewChange, { of: 'defect' }>;

/** One decision about one defect with its audit entry. Inside the step's transaction. */
export function writeDecision(
  context: StationContext,
  { id: inspectionId }: StoredInspection,
  { id, before, after, saidIn }: DecisionChange,
  { rowId, cause }: ChangeRecord,
): Result<Appended, AuditError> {
  const { db, actor } = context;
  const { verification, reason, note } = after;
  const by = personWhoSaid(db, 'verifications', saidIn.after);
  const words = reasonInEnglish(reason);
  const facts = { id, inspectionId, before: before.verification, after: verification, reason: words, note, cause, by };
  const entry = appendEntry(context, verificationSet(facts));
  if (!entry.ok) return entry;
  const { seq, time, monoMs, bootId } = entry.value;
  db.insert('verifications', {
    id: rowId,
    inspection_id: inspectionId,
    defect_id: id,
    verification,
    reason,
    actor_id: actor.id,
    actor_name: actor.name,
    time,
    mono_ms: monoMs,
    boot_id: bootId,
    audit_seq: seq,
    note,
    cause,
    restores: saidIn.after,
  });
  db.run(db.query.updateTable('defects').set({ verification }).where('id', '=', id));
  return entry;
}
