import type { ChangeCause } from '../../core/audit/entries.ts';
import type { IdentityError } from '../../core/identity/errors.ts';
import type { Signature } from '../../core/identity/signature.ts';
import { type InspectionError, inspectionError } from '../../core/inspection/errors.ts';
import type { StoredInspection } from '../../core/inspection/stored.ts';
import { type Id, newId } from '../../core/kernel/ids.ts';
import { assertNever, fail, ok, type Result } from '../../core/kernel/result.ts';
import { type BoardReview, undecided } from '../../core/review/board-review.ts';
import { type ReviewError, reviewError } from '../../core/review/errors.ts';
import { applyStep, type ReviewChange, type ReviewStep } from '../../core/review/review-step.ts';
import { writeAnnotation } from '../annotations/write-annotation.ts';
import type { AuditError } from '../audit/errors.ts';
import type { StationContext } from '../context.ts';
import type { DbError } from '../db/errors.ts';
import { findStored } from '../inspections/read.ts';
import { touchFacet } from '../inspections/words.ts';
import type { ChangeRecord } from './change-record.ts';
import { queueChange } from './queue-change.ts';
import { type ReviewedBoard, reviewedBoard } from './reviewed-board.ts';
import { filterFactsOf, impliedOf, refreshStanding } from './standing.ts';
import { writeDecision } from './write-decision.ts';
import { writeSignOff } from './write-sign-off.ts';

export type ReviewFailure = DbError | AuditError | InspectionError | ReviewError | IdentityError;

/** Tries of a commit whose outcome is unknown. */
const tries = 3;

/**
 * Makes a step durable: its rows, their audit entries, the board's standing and revision, and an outbox row are one
 * transaction. A commit whose outcome is unknown is tried again with the same ids, so that nothing is stored twice.
 * Errors: REVIEW_STALE, REVIEW_SIGNED_OFF, INSPECTION_NOT_FOUND, DB_*, AUDIT_*; then nothing is kept, but with
 * DB_COMMIT_UNKNOWN, where reading again tells.
 */
export function commitStep(
  context: StationContext,
  step: ReviewStep,
  cause: ChangeCause,
  signature: Signature | null,
): Result<ReviewedBoard, ReviewFailure> {
  const { db } = context;
  const records = step.changes.map((): ChangeRecord => ({ rowId: newId<Id<'change'>>(), cause, signature }));
  const stored = () => (isStored(context, step, records) ? reviewedBoard(mustFind(context, step)) : null);
  for (let attempt = 1; ; attempt += 1) {
    const done = db.write(() => {
      const before = stored();
      return before === null ? writeStep(context, step, records) : ok(before);
    }, stored);
    if (done.ok || done.error.code !== 'DB_COMMIT_UNKNOWN' || attempt === tries) return done;
  }
}

function writeStep(
  context: StationContext,
  step: ReviewStep,
  records: readonly ChangeRecord[],
): Result<ReviewedBoard, AuditError | InspectionError | ReviewError> {
  const { db, actor } = context;
  const before = findStored(db, step.inspectionId);
  if (before === null) return fail(inspectionError('INSPECTION_NOT_FOUND'));
  const fits = applyStep(reviewOf(before), step);
  if (!fits.ok) return fits;
  if (signsOtherwise(step, before)) return fail(reviewError('REVIEW_STALE'));
  const factsBefore = filterFactsOf(db, before);
  let lastTime = before.recordedAt;
  for (const [index, change] of step.changes.entries()) {
    const written = writeChange(context, before, change, records[index]!, step.reason);
    if (!written.ok) return written;
    lastTime = written.value.time;
  }
  const revision = before.revision + 1;
  db.run(db.query.updateTable('inspections').set({ revision }).where('id', '=', step.inspectionId));
  if (step.changes.some(({ of }) => of !== 'annotation')) touchFacet(db, 'person', actor.name, lastTime);
  const after = refreshStanding(db, step.inspectionId, factsBefore);
  queueChange(db, step, after, lastTime);
  return ok(reviewedBoard(after));
}

/** Whether a step signs what the rules do not give now: a sign-off done again after others decided otherwise. */
function signsOtherwise({ changes }: ReviewStep, inspection: StoredInspection): boolean {
  const { verdict, refused } = impliedOf(inspection).signing;
  return changes.some(
    (change) =>
      change.of === 'sign_off' && change.after !== null && (refused !== null || change.after.verdict !== verdict),
  );
}

function writeChange(
  context: StationContext,
  inspection: StoredInspection,
  change: ReviewChange,
  record: ChangeRecord,
  reason: string,
) {
  switch (change.of) {
    case 'defect':
      return writeDecision(context, inspection, change, record);
    case 'sign_off':
      return writeSignOff(context, inspection, change, record, reason);
    case 'annotation':
      return writeAnnotation(context, inspection, change, record);
    default:
      return assertNever(change);
  }
}

/** What people said about a stored board. */
export const reviewOf = ({ defects, signOff, annotations }: StoredInspection): BoardReview => ({
  decisions: new Map(
    defects.map(({ id, verified }) => [
      id,
      verified === null
        ? undecided
        : { verification: verified.verification, reason: verified.reason, note: verified.note },
    ]),
  ),
  signOff: signOff && { verdict: signOff.verdict, note: signOff.note, meaning: signOff.meaning },
  annotations: new Map(
    annotations.map(({ id, kind, defectId, box, label, notes }) => [id, { kind, defectId, box, label, notes }]),
  ),
});

/** One transaction wrote all of them, so the first stands for all. */
function isStored({ db }: StationContext, { changes }: ReviewStep, records: readonly ChangeRecord[]): boolean {
  const [change, record] = [changes[0], records[0]];
  if (change === undefined || record === undefined) throw new Error('A step without changes is none');
  const table = tableOf(change);
  return db.get(db.query.selectFrom(table).select('id').where('id', '=', record.rowId)) !== undefined;
}

function tableOf(change: ReviewChange): 'verifications' | 'sign_offs' | 'annotation_revisions' {
  switch (change.of) {
    case 'defect':
      return 'verifications';
    case 'sign_off':
      return 'sign_offs';
    case 'annotation':
      return 'annotation_revisions';
    default:
      return assertNever(change);
  }
}

function mustFind({ db }: StationContext, { inspectionId }: ReviewStep): StoredInspection {
  const found = findStored(db, inspectionId);
  if (found === null) throw new Error(`Inspection ${inspectionId} was changed and is not there`);
  return found;
}
