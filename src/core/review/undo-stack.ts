import { fail, ok, type Result } from '../kernel/result.ts';
import { type ReviewError, reviewError } from './errors.ts';
import { inverseOf, type ReviewStep, type ReviewStepKind, type StepSummary, summaryOf } from './review-step.ts';

/** Steps that can be taken back and those that were, each with the last one at its end. A value: it is never changed. */
export interface UndoStack {
  readonly undo: readonly ReviewStep[];
  readonly redo: readonly ReviewStep[];
}

export const emptyStack: UndoStack = { undo: [], redo: [] };

/** Steps that are remembered; a shift's worth. Older ones stay done. */
export const maxSteps = 2000;

/** After a step was done: it can be undone, and what was undone before cannot be done again. */
export const pushed = (stack: UndoStack, step: ReviewStep): UndoStack => ({
  undo: [...stack.undo, step].slice(-maxSteps),
  redo: [],
});

/** A step to commit, and the stack once it is committed. */
export interface Move {
  readonly step: ReviewStep;
  readonly after: UndoStack;
  /** The stack where the step turns out not to fit any more: without it. */
  readonly without: UndoStack;
}

/** What tells a step from the others that a person can undo. */
export interface StepName {
  readonly kind: ReviewStepKind;
  readonly inspectionId: string;
}

/** Takes back the last step: only the one expected, where one is. Errors: REVIEW_NOT_LAST_STEP, REVIEW_NOTHING_TO_UNDO. */
export function undoMove({ undo, redo }: UndoStack, expected?: StepName): Result<Move, ReviewError> {
  const last = undo.at(-1);
  if (expected && !isStep(last, expected)) return fail(reviewError('REVIEW_NOT_LAST_STEP'));
  if (last === undefined) return fail(reviewError('REVIEW_NOTHING_TO_UNDO'));
  const rest = undo.slice(0, -1);
  return ok({ step: inverseOf(last), after: { undo: rest, redo: [...redo, last] }, without: { undo: rest, redo } });
}

const isStep = (step: ReviewStep | undefined, { kind, inspectionId }: StepName): boolean =>
  step?.kind === kind && step.inspectionId === inspectionId;

/** Error: REVIEW_NOTHING_TO_REDO. */
export function redoMove({ undo, redo }: UndoStack): Result<Move, ReviewError> {
  const last = redo.at(-1);
  if (last === undefined) return fail(reviewError('REVIEW_NOTHING_TO_REDO'));
  const rest = redo.slice(0, -1);
  return ok({ step: last, after: { undo: [...undo, last], redo: rest }, without: { undo, redo: rest } });
}

/** What undo and redo would do next. */
export interface NextSteps {
  readonly undo: StepSummary | null;
  readonly redo: StepSummary | null;
}

export function nextSteps({ undo, redo }: UndoStack): NextSteps {
  const [back, again] = [undo.at(-1), redo.at(-1)];
  return {
    undo: back === undefined ? null : summaryOf(back),
    redo: again === undefined ? null : summaryOf(again),
  };
}
