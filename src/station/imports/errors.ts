import type { AppError } from '../../core/kernel/result.ts';

export const importErrorCodes = [
  'IMPORT_CLIPBOARD_EMPTY', // the clipboard holds no picture
  'IMPORT_NO_IMAGES', // a folder or manifest without any board
] as const;
export type ImportErrorCode = (typeof importErrorCodes)[number];

const meanings: Readonly<Record<ImportErrorCode, string>> = {
  IMPORT_CLIPBOARD_EMPTY: 'The clipboard holds no picture. Copy one and paste again.',
  IMPORT_NO_IMAGES: 'There is no board image in it. Boards are JPEG, PNG, TIFF or BMP files.',
};

export const importError = (code: ImportErrorCode): AppError => ({ code, message: meanings[code] });
