/** What a person does to a board, as data: every step knows what was before, so that it can be taken back. */
import type { AnnotationContent } from '../annotation/annotation.ts';
import type { Box } from '../detection/box.ts';
import type { Operation } from '../identity/permissions.ts';
import type { Verification } from '../inspection/vocabulary.ts';
import type { AnnotationId, DefectId, InspectionId } from '../kernel/ids.ts';
import { assertNever, fail, ok, type Result } from '../kernel/result.ts';
import type { BoardReview, Decision, SignOff } from './board-review.ts';
import { type ReviewError, reviewError } from './errors.ts';

/**
 * Records of what was said: who said it, and when. `after` is set in a step that takes another back: what that record
 * says holds again, as its own person's word and not as that of who took the step back.
 */
interface SaidIn {
  /** Null where nothing was said. */
  readonly before: string | null;
  readonly after: string | null;
}

export type ReviewChange = { readonly saidIn: SaidIn } & (
  | { readonly of: 'defect'; readonly id: DefectId; readonly before: Decision; readonly after: Decision }
  | { readonly of: 'sign_off'; readonly before: SignOff | null; readonly after: SignOff | null }
  | {
      readonly of: 'annotation';
      readonly id: AnnotationId;
      readonly before: AnnotationContent | null;
      readonly after: AnnotationContent | null;
    }
);

export type ReviewStepKind = 'verification' | 'sign_off' | 'reopen' | 'annotation_saved' | 'annotation_removed';

/** One step of undo: all its changes happen, or none. They are of one board and of different things. */
export interface ReviewStep {
  readonly kind: ReviewStepKind;
  readonly inspectionId: InspectionId;
  readonly serial: string | null;
  readonly changes: readonly ReviewChange[];
  /** Why a board was reopened; else empty. */
  readonly reason: string;
}

/** A step as people see it. */
export interface StepSummary {
  readonly kind: ReviewStepKind;
  readonly inspectionId: InspectionId;
  readonly serial: string | null;
  readonly count: number;
  /** The verification that was set, where it is one. */
  readonly verification: Verification | null;
}

export function summaryOf({ kind, inspectionId, serial, changes }: ReviewStep): StepSummary {
  const [first] = changes;
  const verification = first?.of === 'defect' ? first.after.verification : null;
  return { kind, inspectionId, serial, count: changes.length, verification };
}

/** Whether a step is somebody's own signature, and not one that holds again because a step was taken back. */
export const isSigning = ({ changes }: ReviewStep): boolean =>
  changes.some((change) => change.of === 'sign_off' && change.after !== null && change.saidIn.after === null);

/** What a step needs, done or taken back. A sign-off's meaning may need more. */
export function operationOfStep(step: ReviewStep): Operation {
  switch (step.kind) {
    case 'verification':
      return 'board.review';
    case 'sign_off':
    case 'reopen':
      return isSigning(step) ? 'board.sign_off' : 'board.reopen';
    case 'annotation_saved':
    case 'annotation_removed':
      return 'board.annotate';
    default:
      return assertNever(step.kind);
  }
}

/** The step that takes `step` back. */
export const inverseOf = (step: ReviewStep): ReviewStep => ({
  ...step,
  changes: step.changes.map(
    ({ saidIn, ...change }) =>
      ({
        ...change,
        before: change.after,
        after: change.before,
        saidIn: { before: saidIn.after, after: saidIn.before },
      }) as ReviewChange,
  ),
});

/**
 * The review after a step. Errors: REVIEW_STALE where something is not as the step says it was before,
 * REVIEW_SIGNED_OFF where it would change a decision about a board that is signed off.
 */
export function applyStep(review: BoardReview, step: ReviewStep): Result<BoardReview, ReviewError> {
  const decisions = new Map(review.decisions);
  const annotations = new Map(review.annotations);
  let { signOff } = review;
  for (const change of step.changes) {
    switch (change.of) {
      case 'defect': {
        if (review.signOff !== null) return fail(reviewError('REVIEW_SIGNED_OFF'));
        const now = decisions.get(change.id);
        if (now === undefined || !sameDecision(now, change.before)) return fail(reviewError('REVIEW_STALE'));
        decisions.set(change.id, change.after);
        break;
      }
      case 'sign_off':
        if (!sameSignOff(signOff, change.before)) return fail(reviewError('REVIEW_STALE'));
        signOff = change.after;
        break;
      case 'annotation':
        if (!sameAnnotation(annotations.get(change.id) ?? null, change.before))
          return fail(reviewError('REVIEW_STALE'));
        if (change.after === null) annotations.delete(change.id);
        else annotations.set(change.id, change.after);
        break;
      default:
        return assertNever(change);
    }
  }
  return ok({ decisions, signOff, annotations });
}

export const sameDecision = (a: Decision, b: Decision): boolean =>
  a.verification === b.verification && a.reason === b.reason && a.note === b.note;

const sameSignOff = (a: SignOff | null, b: SignOff | null): boolean =>
  a === null || b === null ? a === b : a.verdict === b.verdict && a.note === b.note && a.meaning === b.meaning;

export function sameAnnotation(a: AnnotationContent | null, b: AnnotationContent | null): boolean {
  if (a === null || b === null) return a === b;
  return (
    a.kind === b.kind &&
    a.defectId === b.defectId &&
    a.label === b.label &&
    a.notes === b.notes &&
    sameBox(a.box, b.box)
  );
}

const sameBox = (a: Box | null, b: Box | null): boolean =>
  a === null || b === null ? a === b : a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
