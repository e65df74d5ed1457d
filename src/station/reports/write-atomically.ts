import { open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type AppError, fail, ok, type Result } from '../../core/kernel/result.ts';

/**
 * Writes a file whole or not at all, on disk when this returns: a temporary name beside it, fsync, rename.
 * Errors: OUTPUT_UNWRITABLE; an earlier file of that name is then untouched.
 */
export async function writeAtomically(path: string, bytes: Uint8Array): Promise<Result<void, AppError>> {
  const temporary = join(dirname(path), `.fiducial-${process.pid}-${Math.trunc(performance.now() * 1000)}.tmp`);
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    return ok(undefined);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    return fail({
      code: 'OUTPUT_UNWRITABLE',
      message: `${path} could not be written (${why}). Nothing of it was kept.`,
    });
  }
}
