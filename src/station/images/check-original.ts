/** Whether a stored original still is what was stored: it is named by the hash of its own bytes. */
import { existsSync } from 'node:fs';
import { fail, ok, type Result } from '../../core/kernel/result.ts';
import { type ImageStoreError, imageStoreError } from './errors.ts';
import { hashFile } from './hash-file.ts';
import type { ImageStore } from './image-store.ts';

export type OriginalFault = 'missing' | 'unreadable' | 'other_bytes';

export interface StoredName {
  /** Lower-case hex. */
  readonly sha256: string;
  /** Relative to the data directory. */
  readonly storedPath: string;
}

/** What is wrong with the file, which is read to its end; null where nothing is. */
export async function faultOfFile(path: string, sha256: string): Promise<OriginalFault | null> {
  const hashed = await hashFile(path);
  if (hashed !== null) return hashed.sha256 === sha256 ? null : 'other_bytes';
  return existsSync(path) ? 'unreadable' : 'missing';
}

/**
 * To be asked before anything is made of an original that is to speak for its hash. Errors: ORIGINAL_DAMAGED, with the
 * file and what is wrong with it.
 */
export async function checkOriginal(
  images: Pick<ImageStore, 'absolute'>,
  { sha256, storedPath }: StoredName,
): Promise<Result<void, ImageStoreError>> {
  const fault = await faultOfFile(images.absolute(storedPath), sha256);
  return fault === null ? ok(undefined) : fail(imageStoreError('ORIGINAL_DAMAGED', { path: storedPath, fault }));
}
