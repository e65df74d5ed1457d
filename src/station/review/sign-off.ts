import { type IdentityError, identityError } from '../../core/identity/errors.ts';
import { operationOfMeaning, type Signature } from '../../core/identity/signature.ts';
import { fail, ok, type Result } from '../../core/kernel/result.ts';
import { reviewError } from '../../core/review/errors.ts';
import type { StationContext } from '../context.ts';
import type { ReviewFailure } from './commit-step.ts';
import { openReview } from './open-review.ts';
import { perform, type ReviewOutcome } from './perform.ts';
import type { ReviewSession } from './review-session.ts';
import { impliedOf } from './standing.ts';

/**
 * Gives the board the verdict of rules S1 to S5 (docs/spec/verdict.md) and closes it. `revision`: of the board that the
 * person looked at. Errors: IDENTITY_*, REVIEW_STALE, REVIEW_SIGNED_OFF, REVIEW_NOT_COMPLETED, REVIEW_UNDECIDED,
 * INSPECTION_NOT_FOUND, DB_*, AUDIT_*.
 */
export function signOffBoard(
  context: StationContext,
  session: ReviewSession,
  input: {
    readonly inspectionId: string;
    readonly revision: number;
    readonly note: string;
    /** Checked by the session; none on a station without people, where it is unauthenticated. */
    readonly signature?: Signature | null;
  },
): Result<ReviewOutcome, ReviewFailure> {
  const signature = signatureOf(context, input.signature ?? null);
  if (!signature.ok) return signature;
  const opened = openReview(context, input.inspectionId);
  if (!opened.ok) return opened;
  const { inspection, review } = opened.value;
  if (review.signOff !== null) return fail(reviewError('REVIEW_SIGNED_OFF'));
  if (inspection.revision !== input.revision) return fail(reviewError('REVIEW_STALE'));
  const { verdict, refused, undecided } = impliedOf(inspection).signing;
  if (refused !== null) return fail(reviewError(refused, { undecided }));
  const { id: inspectionId, serial } = inspection;
  const { meaning } = signature.value;
  const after = { verdict, note: input.note.toWellFormed(), meaning };
  const change = { of: 'sign_off', before: null, after, saidIn: { before: null, after: null } } as const;
  const step = { kind: 'sign_off', inspectionId, serial, changes: [change], reason: '' } as const;
  return perform(context, session, step, signature.value);
}

/** The signature where it is this person's and says what this person may say. */
function signatureOf(context: StationContext, given: Signature | null): Result<Signature, IdentityError> {
  const { actor, access } = context;
  const meaning = given?.meaning ?? 'reviewed';
  const allowed = context.may(operationOfMeaning(meaning));
  if (!allowed.ok) return allowed;
  if (access.kind === 'open') return ok({ personId: actor.id, printedName: actor.name, meaning, factor: 'none' });
  if (given === null || given.factor === 'none') return fail(identityError('IDENTITY_SIGNATURE_REQUIRED'));
  return given.personId === actor.id ? ok(given) : fail(identityError('IDENTITY_OTHER_PERSON'));
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
