import { type CodedError, codedErrors } from '../kernel/coded-errors.ts';

const errors = codedErrors({
  /** The run failed or is not over, so there is nothing to judge. */
  REVIEW_NOT_COMPLETED: 'The board was not inspected to the end, so it cannot be judged. Inspect it again.',
  /** Decisions change only after the board was reopened. */
  REVIEW_SIGNED_OFF: 'The board is signed off. Nothing was changed; reopen it with a reason to change a decision.',
  /** There is no sign-off to take back. */
  REVIEW_NOT_SIGNED_OFF: 'The board is not signed off, so there is nothing to reopen.',
  /** Rule S4: nothing confirmed, something undecided, and the recipe wants a person's decision. */
  REVIEW_UNDECIDED:
    'Some defects are undecided and none is confirmed. Nothing was signed; decide about each defect first.',
  /** The board is not what the person had in front of them. */
  REVIEW_STALE: 'The board was changed meanwhile. Nothing of this was kept; look at the board again and decide again.',
  /** A defect of another board, or none. */
  REVIEW_UNKNOWN_DEFECT: 'There is no such defect on this board. Nothing was changed.',
  /** Reopening needs a reason. */
  REVIEW_REASON_MISSING: 'A sign-off is taken back only with a reason. Nothing was changed; say why.',
  REVIEW_NOTHING_TO_UNDO: 'There is nothing to undo.',
  /** Asked to take back one certain step, and another one would have gone. */
  REVIEW_NOT_LAST_STEP: 'This is not your last step any more. Nothing was taken back; reopen the board with a reason.',
  REVIEW_NOTHING_TO_REDO: 'There is nothing to redo.',
});
export const reviewErrorCodes = errors.codes;
export type ReviewErrorCode = (typeof reviewErrorCodes)[number];
export type ReviewError = CodedError<ReviewErrorCode>;
export const reviewError = errors.make;
