import { type CodedError, codedErrors } from '../../core/kernel/coded-errors.ts';

/** The IMAGE_ codes are the engine's words for the same faults of a source file. */
const errors = codedErrors({
  /** The source is missing, forbidden, a symlink loop, not a file, or cannot be read to its end. */
  IMAGE_UNREADABLE: 'The image cannot be read. Check that the file exists, is a file and may be read.',
  /** The source has no bytes. */
  IMAGE_EMPTY: 'The image file is empty (zero bytes).',
  /** The source starts like no image format that can be inspected. */
  IMAGE_FORMAT: 'The file is no JPEG, PNG, TIFF or BMP image, whatever its name says.',
  /** An original that was stored before: missing, unreadable, or not the bytes of its hash any more. `details` says which. */
  ORIGINAL_DAMAGED:
    'A stored original image is missing or was changed on disk, so it was not used. Put it back from a backup, or bring the same image in again; `fiducial doctor --full` names the file.',
  /** A warning: what was brought in took the place of other bytes. */
  ORIGINAL_MENDED:
    'The stored original of this image was not the bytes that were stored: it had been changed on disk. The bytes of this file, which are those of its hash, took its place. Find out who or what changed it, and run `fiducial doctor --full`.',
  /** No space in the data directory. */
  STORE_FULL: 'The disk of the data directory is full. Nothing half was kept; free some space and try again.',
  /** The data directory refuses writing. */
  STORE_UNWRITABLE: 'The data directory cannot be written. Nothing was kept; check its permissions.',
  /** The operating system reported an error in the data directory. */
  STORE_IO: 'The operating system reported an error in the data directory. Nothing half was kept; check the disk.',
});
export const imageStoreErrorCodes = errors.codes;
export type ImageStoreError = CodedError<(typeof imageStoreErrorCodes)[number]>;
export const imageStoreError = errors.make;

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
