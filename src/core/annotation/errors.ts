import { type CodedError, codedErrors } from '../kernel/coded-errors.ts';

const errors = codedErrors({
  /** Empty, or off the board. */
  ANNOTATION_BOX: 'The box is empty or lies off the board. Nothing was kept; draw it on the board.',
  /** Its kind needs a box, a label or a defect that is not there; details.missing names it. */
  ANNOTATION_INCOMPLETE: 'The annotation lacks what its kind needs. Nothing was kept; add it and save again.',
  /** None with this id on this board, or removed already. */
  ANNOTATION_NOT_FOUND: 'There is no such annotation on this board. Nothing was changed.',
  /** The board's image was never decoded, so it has no size to draw on. */
  ANNOTATION_NO_IMAGE: "The board's image could not be read, so nothing can be marked on it.",
});
export const annotationErrorCodes = errors.codes;
export type AnnotationError = CodedError<(typeof annotationErrorCodes)[number]>;
export const annotationError = errors.make;
