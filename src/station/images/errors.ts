import type { AppError } from '../../core/kernel/result.ts';

/** The IMAGE_ codes are the engine's words for the same faults of a source file. */
export const imageStoreErrorCodes = [
  'IMAGE_UNREADABLE', // the source is missing, forbidden, a symlink loop, not a file, or cannot be read to its end
  'IMAGE_EMPTY', // the source has no bytes
  'IMAGE_FORMAT', // the source starts like no image format that can be inspected
  'STORE_FULL', // no space in the data directory
  'STORE_UNWRITABLE', // the data directory refuses writing
  'STORE_IO', // the operating system reported an error in the data directory
] as const;
export type ImageStoreErrorCode = (typeof imageStoreErrorCodes)[number];

export interface ImageStoreError extends AppError {
  readonly code: ImageStoreErrorCode;
}

const meanings: Readonly<Record<ImageStoreErrorCode, string>> = {
  IMAGE_UNREADABLE: 'The image cannot be read. Check that the file exists, is a file and may be read.',
  IMAGE_EMPTY: 'The image file is empty (zero bytes).',
  IMAGE_FORMAT: 'The file is no JPEG, PNG, TIFF or BMP image, whatever its name says.',
  STORE_FULL: 'The disk of the data directory is full. Nothing half was kept; free some space and try again.',
  STORE_UNWRITABLE: 'The data directory cannot be written. Nothing was kept; check its permissions.',
  STORE_IO: 'The operating system reported an error in the data directory. Nothing half was kept; check the disk.',
};

export const imageStoreError = (code: ImageStoreErrorCode, details?: AppError['details']): ImageStoreError =>
  details === undefined ? { code, message: meanings[code] } : { code, message: meanings[code], details };

/** Coded form of a failed file operation on the source image; null for what is no system error. */
export function sourceErrorOf(thrown: unknown): ImageStoreError | null {
  const system = systemCode(thrown);
  return system === null ? null : imageStoreError('IMAGE_UNREADABLE', { system });
}

const full = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const unwritable = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'ELOOP', 'EISDIR']);

/** Coded form of a failed file operation in the data directory; null for what is no system error. */
export function storeErrorOf(thrown: unknown): ImageStoreError | null {
  const system = systemCode(thrown);
  if (system === null) return null;
  if (full.has(system)) return imageStoreError('STORE_FULL', { system });
  return imageStoreError(unwritable.has(system) ? 'STORE_UNWRITABLE' : 'STORE_IO', { system });
}

function systemCode(thrown: unknown): string | null {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : null;
  // Node's own argument errors (a NUL in a path) are ERR_…: the path names no file either.
  return typeof code === 'string' && /^(E[A-Z0-9]+|ERR_INVALID_ARG_VALUE)$/.test(code) ? code : null;
}
