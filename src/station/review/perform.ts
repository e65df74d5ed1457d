import type { ChangeCause } from '../../core/audit/entries.ts';
import { identityError } from '../../core/identity/errors.ts';
import type { Signature } from '../../core/identity/signature.ts';
import { fail, ok, type Result } from '../../core/kernel/result.ts';
import type { ReviewError } from '../../core/review/errors.ts';
import { isSigning, operationOfStep, type ReviewStep } from '../../core/review/review-step.ts';
import {
  type Move,
  type NextSteps,
  pushed,
  redoMove,
  type StepName,
  type UndoStack,
  undoMove,
} from '../../core/review/undo-stack.ts';
import type { StationContext } from '../context.ts';
import { commitStep, type ReviewFailure } from './commit-step.ts';
import { type ReviewSession, stepsOf } from './review-session.ts';
import { type ReviewedBoard, readBoard } from './reviewed-board.ts';

/** The board after the durable commit, and what undo and redo would do then. */
export interface ReviewOutcome {
  readonly board: ReviewedBoard;
  readonly steps: NextSteps;
}

/** Commits a person's step and remembers it for undo. A step that changes nothing only reads the board. Errors also: IDENTITY_*. */
export function perform(
  context: StationContext,
  session: ReviewSession,
  step: ReviewStep,
  signature: Signature | null = null,
): Result<ReviewOutcome, ReviewFailure> {
  const { actor, db } = context;
  const allowed = context.may(operationOfStep(step));
  if (!allowed.ok) return allowed;
  if (step.changes.length === 0) {
    const board = readBoard(db, step.inspectionId);
    return board.ok ? ok({ board: board.value, steps: stepsOf(session, actor) }) : board;
  }
  const committed = commitStep(context, step, 'person', signature);
  if (!committed.ok) return committed;
  session.setStack(actor.id, pushed(session.stackOf(actor.id), step));
  return ok({ board: committed.value, steps: stepsOf(session, actor) });
}

/**
 * Takes this person's last step back. That is recorded like the step itself. A step that no longer fits, because
 * somebody else changed the same thing since, is REVIEW_STALE and forgotten. `expected`: the only step that may go.
 * Errors: REVIEW_NOT_LAST_STEP (it is not the last one), REVIEW_NOTHING_TO_UNDO, REVIEW_SIGNED_OFF (kept: it can be
 * undone once the board is reopened), IDENTITY_*, DB_*, AUDIT_*.
 */
export const undoStep = (
  context: StationContext,
  session: ReviewSession,
  expected?: StepName,
): Result<ReviewOutcome, ReviewFailure> => move(context, session, (stack) => undoMove(stack, expected), 'undo');

/** Does again what was undone last. Errors as `undoStep`, with REVIEW_NOTHING_TO_REDO. */
export const redoStep = (context: StationContext, session: ReviewSession): Result<ReviewOutcome, ReviewFailure> =>
  move(context, session, redoMove, 'redo');

function move(
  context: StationContext,
  session: ReviewSession,
  moveOf: (stack: UndoStack) => Result<Move, ReviewError>,
  cause: ChangeCause,
): Result<ReviewOutcome, ReviewFailure> {
  const { actor } = context;
  const next = moveOf(session.stackOf(actor.id));
  if (!next.ok) return next;
  const { step } = next.value;
  const allowed = context.may(operationOfStep(step));
  if (!allowed.ok) return allowed;
  // A signature is given each time anew.
  if (isSigning(step) && context.access.kind !== 'open') return fail(identityError('IDENTITY_SIGNATURE_REQUIRED'));
  const committed = commitStep(context, step, cause, null);
  if (!committed.ok) {
    if (committed.error.code === 'REVIEW_STALE') session.setStack(actor.id, next.value.without);
    return committed;
  }
  session.setStack(actor.id, next.value.after);
  return ok({ board: committed.value, steps: stepsOf(session, actor) });
}
