import { fail, type Result } from '../../core/kernel/result.ts';
import { reviewError } from '../../core/review/errors.ts';
import type { StationContext } from '../context.ts';
import type { ReviewFailure } from './commit-step.ts';
import { openReview } from './open-review.ts';
import { perform, type ReviewOutcome } from './perform.ts';
import type { ReviewSession } from './review-session.ts';
import { impliedOf } from './standing.ts';

/**
 * Gives the board the verdict of rules S1 to S5 (docs/spec/verdict.md) and closes it. `revision`: of the board that the
 * person looked at. Errors: REVIEW_STALE, REVIEW_SIGNED_OFF, REVIEW_NOT_COMPLETED, REVIEW_UNDECIDED,
 * INSPECTION_NOT_FOUND, DB_*, AUDIT_*.
 */
export function signOffBoard(
  context: StationContext,
  session: ReviewSession,
  input: { readonly inspectionId: string; readonly revision: number; readonly note: string },
): Result<ReviewOutcome, ReviewFailure> {
  const opened = openReview(context, input.inspectionId);
  if (!opened.ok) return opened;
  const { inspection, review } = opened.value;
  if (review.signOff !== null) return fail(reviewError('REVIEW_SIGNED_OFF'));
  if (inspection.revision !== input.revision) return fail(reviewError('REVIEW_STALE'));
  const { verdict, refused, undecided } = impliedOf(inspection).signing;
  if (refused !== null) return fail(reviewError(refused, { undecided }));
  const { id: inspectionId, serial } = inspection;
  const after = { verdict, note: input.note.toWellFormed() };
  const change = { of: 'sign_off', before: null, after, saidIn: { before: null, after: null } } as const;
  return perform(context, session, { kind: 'sign_off', inspectionId, serial, changes: [change], reason: '' });
}

/**
 * Takes a sign-off back, so that decisions can change. Errors: REVIEW_NOT_SIGNED_OFF, REVIEW_REASON_MISSING,
 * INSPECTION_NOT_FOUND, DB_*, AUDIT_*.
 */
export function reopenBoard(
  context: StationContext,
  session: ReviewSession,
  input: { readonly inspectionId: string; readonly reason: string },
): Result<ReviewOutcome, ReviewFailure> {
  const opened = openReview(context, input.inspectionId);
  if (!opened.ok) return opened;
  const { inspection, review } = opened.value;
  if (review.signOff === null) return fail(reviewError('REVIEW_NOT_SIGNED_OFF'));
  const reason = input.reason.toWellFormed().trim();
  if (reason === '') return fail(reviewError('REVIEW_REASON_MISSING'));
  const { id: inspectionId, serial } = inspection;
  const saidIn = { before: inspection.signOff?.recordId ?? null, after: null };
  const change = { of: 'sign_off', before: review.signOff, after: null, saidIn } as const;
  return perform(context, session, { kind: 'reopen', inspectionId, serial, changes: [change], reason });
}
