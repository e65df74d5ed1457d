import { type AnnotationContent, checkedAnnotation } from '../../core/annotation/annotation.ts';
import { type AnnotationError, annotationError } from '../../core/annotation/errors.ts';
import type { Box } from '../../core/detection/box.ts';
import type { StoredInspection } from '../../core/inspection/stored.ts';
import type { AnnotationKind } from '../../core/inspection/vocabulary.ts';
import { type AnnotationId, type DefectId, newId } from '../../core/kernel/ids.ts';
import { fail, type Result } from '../../core/kernel/result.ts';
import { reviewError } from '../../core/review/errors.ts';
import { sameAnnotation } from '../../core/review/review-step.ts';
import type { StationContext } from '../context.ts';
import type { ReviewFailure } from '../review/commit-step.ts';
import { openReview } from '../review/open-review.ts';
import { perform, type ReviewOutcome } from '../review/perform.ts';
import type { ReviewSession } from '../review/review-session.ts';

export interface AnnotationInput {
  readonly inspectionId: string;
  /** Of the annotation that is saved anew; absent or null for a new one. */
  readonly id?: string | null | undefined;
  readonly defectId: string | null;
  readonly kind: AnnotationKind;
  readonly box: Box | null;
  readonly label: string | null;
  readonly notes: string;
}

/**
 * Keeps an engineer's truth about a board, signed off or not: it changes neither the model's boxes nor the verdict.
 * Errors: ANNOTATION_BOX, ANNOTATION_INCOMPLETE, ANNOTATION_NOT_FOUND, ANNOTATION_NO_IMAGE, REVIEW_UNKNOWN_DEFECT,
 * INSPECTION_NOT_FOUND, DB_*, AUDIT_*.
 */
export function saveAnnotation(
  context: StationContext,
  session: ReviewSession,
  input: AnnotationInput,
): Result<ReviewOutcome, ReviewFailure | AnnotationError> {
  const opened = openReview(context, input.inspectionId);
  if (!opened.ok) return opened;
  const { inspection, review } = opened.value;
  const { width, height } = inspection.image;
  if (width === null || height === null) return fail(annotationError('ANNOTATION_NO_IMAGE'));
  const after = checkedAnnotation(contentOf(input), { width, height });
  if (!after.ok) return after;
  const { defectId } = after.value;
  if (defectId !== null && !review.decisions.has(defectId)) return fail(reviewError('REVIEW_UNKNOWN_DEFECT'));
  const known = (input.id ?? null) as AnnotationId | null;
  const before = known === null ? null : (review.annotations.get(known) ?? null);
  if (known !== null && before === null) return fail(annotationError('ANNOTATION_NOT_FOUND'));
  const same = before !== null && sameAnnotation(before, after.value);
  const id = known ?? newId<AnnotationId>();
  const change = { of: 'annotation', id, before, after: after.value, saidIn: saidBefore(inspection, id) } as const;
  return perform(context, session, {
    kind: 'annotation_saved',
    inspectionId: inspection.id,
    serial: inspection.serial,
    changes: same ? [] : [change],
    reason: '',
  });
}

/** Errors: ANNOTATION_NOT_FOUND, INSPECTION_NOT_FOUND, DB_*, AUDIT_*. */
export function removeAnnotation(
  context: StationContext,
  session: ReviewSession,
  input: { readonly inspectionId: string; readonly id: string },
): Result<ReviewOutcome, ReviewFailure | AnnotationError> {
  const opened = openReview(context, input.inspectionId);
  if (!opened.ok) return opened;
  const { inspection, review } = opened.value;
  const id = input.id as AnnotationId;
  const before = review.annotations.get(id);
  if (before === undefined) return fail(annotationError('ANNOTATION_NOT_FOUND'));
  return perform(context, session, {
    kind: 'annotation_removed',
    inspectionId: inspection.id,
    serial: inspection.serial,
    changes: [{ of: 'annotation', id, before, after: null, saidIn: saidBefore(inspection, id) }],
    reason: '',
  });
}

const saidBefore = ({ annotations }: StoredInspection, wanted: AnnotationId) => ({
  before: annotations.find(({ id }) => id === wanted)?.recordId ?? null,
  after: null,
});

/** Text from outside may hold lone surrogates, which neither the log nor the file format can carry. */
const contentOf = ({ kind, defectId, box, label, notes }: AnnotationInput): AnnotationContent => ({
  kind,
  defectId: defectId as DefectId | null,
  box: box && { x: box.x, y: box.y, width: box.width, height: box.height },
  label: label?.toWellFormed() ?? null,
  notes: notes.toWellFormed(),
});
