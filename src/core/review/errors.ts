import type { AppError } from '../kernel/result.ts';

export const reviewErrorCodes = [
  'REVIEW_NOT_COMPLETED', // the run failed or is not over, so there is nothing to judge
  'REVIEW_SIGNED_OFF', // decisions change only after the board was reopened
  'REVIEW_NOT_SIGNED_OFF', // there is no sign-off to take back
  'REVIEW_UNDECIDED', // rule S4: nothing confirmed, something undecided, and the recipe wants a person's decision
  'REVIEW_STALE', // the board is not what the person had in front of them
  'REVIEW_UNKNOWN_DEFECT', // a defect of another board, or none
  'REVIEW_REASON_MISSING', // reopening needs a reason
  'REVIEW_NOTHING_TO_UNDO',
  'REVIEW_NOTHING_TO_REDO',
] as const;
export type ReviewErrorCode = (typeof reviewErrorCodes)[number];

export interface ReviewError extends AppError {
  readonly code: ReviewErrorCode;
}

const meanings: Readonly<Record<ReviewErrorCode, string>> = {
  REVIEW_NOT_COMPLETED: 'The board was not inspected to the end, so it cannot be judged. Inspect it again.',
  REVIEW_SIGNED_OFF: 'The board is signed off. Nothing was changed; reopen it with a reason to change a decision.',
  REVIEW_NOT_SIGNED_OFF: 'The board is not signed off, so there is nothing to reopen.',
  REVIEW_UNDECIDED:
    'Some defects are undecided and none is confirmed. Nothing was signed; decide about each defect first.',
  REVIEW_STALE: 'The board was changed meanwhile. Nothing of this was kept; look at the board again and decide again.',
  REVIEW_UNKNOWN_DEFECT: 'There is no such defect on this board. Nothing was changed.',
  REVIEW_REASON_MISSING: 'A sign-off is taken back only with a reason. Nothing was changed; say why.',
  REVIEW_NOTHING_TO_UNDO: 'There is nothing to undo.',
  REVIEW_NOTHING_TO_REDO: 'There is nothing to redo.',
};

export const reviewError = (code: ReviewErrorCode, details?: AppError['details']): ReviewError =>
  details === undefined ? { code, message: meanings[code] } : { code, message: meanings[code], details };
