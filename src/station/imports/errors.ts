import { codedErrors } from '../../core/kernel/coded-errors.ts';

const errors = codedErrors({
  /** The clipboard holds no picture. */
  IMPORT_CLIPBOARD_EMPTY: 'The clipboard holds no picture. Copy one and paste again.',
  /** A folder or manifest without any board. */
  IMPORT_NO_IMAGES: 'There is no board image in it. Boards are JPEG, PNG, TIFF or BMP files.',
});
export const importErrorCodes = errors.codes;
export const importError = errors.make;
