import { codedErrors } from '../../core/kernel/coded-errors.ts';
import type { AppError } from '../../core/kernel/result.ts';

const errors = codedErrors({
  /** The clipboard holds no picture. */
  IMPORT_CLIPBOARD_EMPTY: 'The clipboard holds no picture. Copy one and paste again.',
  /** A folder or manifest without any board. */
  IMPORT_NO_IMAGES: 'There is no board image in it. Boards are JPEG, PNG, TIFF or BMP files.',
  /** A folder of a search, or a link in one that leads nowhere. */
  IMPORT_FOLDER_UNREADABLE: 'This folder cannot be read, so no image in it was inspected',
});
export const importErrorCodes = errors.codes;
export const importError = errors.make;

/** @param reason As the system names it. */
export function folderUnreadable(reason: string): AppError {
  const { code, message } = importError('IMPORT_FOLDER_UNREADABLE');
  return { code, message: `${message} (${reason}).`, details: { reason } };
}
