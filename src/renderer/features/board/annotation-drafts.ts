/** What an engineer's action says about the model, as a draft for the station. Pure. */
import type { Box } from '../../../core/detection/box.ts';
import type { Annotation, AnnotationDraft, Board } from '../../app/review-store.ts';
import type { Target } from '../../viewer/tools/tool.ts';

type Annotated = Pick<Board, 'id' | 'annotations'>;

const anew = (board: Annotated, annotation: Annotation): AnnotationDraft => ({
  inspectionId: board.id,
  id: annotation.id,
  defectId: annotation.defectId,
  kind: annotation.kind,
  box: annotation.box,
  label: annotation.label,
  notes: annotation.notes,
});

/** The annotation of this kind about this defect: correcting again changes it instead of adding another. */
export const annotationOf = (board: Annotated, defectId: string, kind: Annotation['kind']): Annotation | undefined =>
  board.annotations.find((annotation) => annotation.defectId === defectId && annotation.kind === kind);

export const missedDraft = (board: Annotated, box: Box, label: string): AnnotationDraft => ({
  inspectionId: board.id,
  id: null,
  defectId: null,
  kind: 'missed_detection',
  box,
  label,
  notes: '',
});

/** Null where what was adjusted is gone meanwhile. */
export function adjustedDraft(board: Annotated, target: Target, box: Box): AnnotationDraft | null {
  const existing =
    target.annotationId !== null
      ? board.annotations.find(({ id }) => id === target.annotationId)
      : target.defectId === null
        ? undefined
        : annotationOf(board, target.defectId, 'incorrect_box');
  if (existing !== undefined) return { ...anew(board, existing), box };
  if (target.defectId === null) return null;
  return {
    inspectionId: board.id,
    id: null,
    defectId: target.defectId,
    kind: 'incorrect_box',
    box,
    label: null,
    notes: '',
  };
}

export function relabelDraft(board: Annotated, defectId: string, label: string): AnnotationDraft {
  const existing = annotationOf(board, defectId, 'incorrect_label');
  if (existing !== undefined) return { ...anew(board, existing), label };
  return { inspectionId: board.id, id: null, defectId, kind: 'incorrect_label', box: null, label, notes: '' };
}

export const relabelAnnotationDraft = (board: Annotated, annotation: Annotation, label: string): AnnotationDraft => ({
  ...anew(board, annotation),
  label,
});

export const falsePositiveDraft = (board: Annotated, defectId: string): AnnotationDraft => ({
  inspectionId: board.id,
  id: null,
  defectId,
  kind: 'false_positive',
  box: null,
  label: null,
  notes: '',
});
