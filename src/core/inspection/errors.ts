import { type CodedError, codedErrors } from '../kernel/coded-errors.ts';

const errors = codedErrors({
  /** Another result is already stored under this inspection's id. */
  INSPECTION_ID_REUSED: 'Another result is already stored under this id. The stored one was kept, this one was not.',
  INSPECTION_NOT_FOUND: 'There is no inspection with this id on this station.',
  BOARD_NAME_INVALID:
    'A part, lot or serial has at most 200 characters and is not blank. The board was not inspected; `details` names the field. Shorten the name, or leave it out where there is none.',
  /** A picture that equals itself proves nothing about a board. */
  BOARD_IS_GOLDEN:
    'This file is its own golden, so it says nothing about a board and was not inspected. Name the picture of the board, or another golden.',
  /** Defects are painted over there: a model would find nothing and pass the board. */
  PICTURE_IS_DRAWN:
    'Fiducial drew findings into this picture, so it does not show the board as it is and was not inspected. Name the original picture.',
  /** Of a recipe, or of the inspection that is to be made again: its hash is known, so another picture is not taken for it. */
  GOLDEN_DAMAGED:
    'The stored golden image of this board is missing or was changed on disk, so the board was not inspected. Put the file back from a backup, or choose the golden again in the recipe; `fiducial doctor --full` names the file.',
  /** The golden does not explain the board, so there is no automatic verdict. */
  REGISTRATION_POOR:
    'The board could not be laid over its golden image, so no verdict was given. A person must decide, or check that the golden is of this board.',
});
export const inspectionErrorCodes = errors.codes;
export type InspectionError = CodedError<(typeof inspectionErrorCodes)[number]>;
export const inspectionError = errors.make;
