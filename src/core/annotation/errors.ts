import type { AppError } from '../kernel/result.ts';

export const annotationErrorCodes = [
  'ANNOTATION_BOX', // empty, or off the board
  'ANNOTATION_INCOMPLETE', // its kind needs a box, a label or a defect that is not there; details.missing names it
  'ANNOTATION_NOT_FOUND', // none with this id on this board, or removed already
  'ANNOTATION_NO_IMAGE', // the board's image was never decoded, so it has no size to draw on
] as const;
export type AnnotationErrorCode = (typeof annotationErrorCodes)[number];

export interface AnnotationError extends AppError {
  readonly code: AnnotationErrorCode;
}

const meanings: Readonly<Record<AnnotationErrorCode, string>> = {
  ANNOTATION_BOX: 'The box is empty or lies off the board. Nothing was kept; draw it on the board.',
  ANNOTATION_INCOMPLETE: 'The annotation lacks what its kind needs. Nothing was kept; add it and save again.',
  ANNOTATION_NOT_FOUND: 'There is no such annotation on this board. Nothing was changed.',
  ANNOTATION_NO_IMAGE: "The board's image could not be read, so nothing can be marked on it.",
};

export const annotationError = (code: AnnotationErrorCode, details?: AppError['details']): AnnotationError =>
  details === undefined ? { code, message: meanings[code] } : { code, message: meanings[code], details };
