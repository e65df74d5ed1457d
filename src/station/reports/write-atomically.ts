import { randomUUID } from 'node:crypto';
import type { AppError, Result } from '../../core/kernel/result.ts';
import { stageFile, wholeFile } from './staged-file.ts';

/**
 * Writes a file whole or not at all, on disk when this returns: a temporary name beside it, fsync, rename.
 * Errors: OUTPUT_UNWRITABLE; an earlier file of that name is then untouched.
 */
export async function writeAtomically(path: string, bytes: Uint8Array): Promise<Result<void, AppError>> {
  const staged = await stageFile(path, randomUUID(), wholeFile(bytes));
  if (!staged.ok) return staged;
  const placed = await staged.value.place();
  if (!placed.ok) await staged.value.discard();
  return placed;
}
