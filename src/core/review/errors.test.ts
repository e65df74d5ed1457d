import { expect, it } from 'vitest';
import { annotationErrorCodes } from '../annotation/errors.ts';
import { reviewErrorCodes } from './errors.ts';

it('has these error codes', () => {
  expect([...reviewErrorCodes, ...annotationErrorCodes]).toMatchInlineSnapshot(`
    [
      "REVIEW_NOT_COMPLETED",
      "REVIEW_SIGNED_OFF",
      "REVIEW_NOT_SIGNED_OFF",
      "REVIEW_UNDECIDED",
      "REVIEW_STALE",
      "REVIEW_UNKNOWN_DEFECT",
      "REVIEW_REASON_MISSING",
      "REVIEW_NOTHING_TO_UNDO",
      "REVIEW_NOT_LAST_STEP",
      "REVIEW_NOTHING_TO_REDO",
      "ANNOTATION_BOX",
      "ANNOTATION_INCOMPLETE",
      "ANNOTATION_NOT_FOUND",
      "ANNOTATION_NO_IMAGE",
    ]
  `);
});
