import type { Verification } from '../../core/inspection/vocabulary.ts';
import type { DefectId } from '../../core/kernel/ids.ts';
import { fail, type Result } from '../../core/kernel/result.ts';
import { reviewError } from '../../core/review/errors.ts';
import { type ReviewChange, sameDecision } from '../../core/review/review-step.ts';
import type { StationContext } from '../context.ts';
import type { ReviewFailure } from './commit-step.ts';
import { openReview } from './open-review.ts';
import { perform, type ReviewOutcome } from './perform.ts';
import type { ReviewSession } from './review-session.ts';

export interface VerifyInput {
  readonly inspectionId: string;
  readonly defectIds: readonly string[];
  readonly verification: Verification;
  readonly reason: string;
  readonly note: string;
}

/**
 * Says the same about one or more defects of a board: one step of undo, one transaction, an audit entry for each.
 * Errors: REVIEW_SIGNED_OFF, REVIEW_NOT_COMPLETED, REVIEW_UNKNOWN_DEFECT, INSPECTION_NOT_FOUND, DB_*, AUDIT_*.
 */
export function verifyDefects(
  context: StationContext,
  session: ReviewSession,
  input: VerifyInput,
): Result<ReviewOutcome, ReviewFailure> {
  const opened = openReview(context, input.inspectionId);
  if (!opened.ok) return opened;
  const { inspection, review } = opened.value;
  if (inspection.status !== 'completed') return fail(reviewError('REVIEW_NOT_COMPLETED'));
  if (review.signOff !== null) return fail(reviewError('REVIEW_SIGNED_OFF'));
  const { verification } = input;
  const after = { verification, reason: input.reason.toWellFormed(), note: input.note.toWellFormed() };
  const changes: ReviewChange[] = [];
  const records = new Map(inspection.defects.map(({ id, verified }) => [id, verified?.recordId ?? null]));
  for (const id of new Set(input.defectIds as readonly DefectId[])) {
    const before = review.decisions.get(id);
    if (before === undefined) return fail(reviewError('REVIEW_UNKNOWN_DEFECT'));
    if (!sameDecision(before, after)) {
      const saidIn = { before: records.get(id) ?? null, after: null };
      changes.push({ of: 'defect', id, before, after, saidIn });
    }
  }
  const { id: inspectionId, serial } = inspection;
  return perform(context, session, { kind: 'verification', inspectionId, serial, changes, reason: '' });
}
