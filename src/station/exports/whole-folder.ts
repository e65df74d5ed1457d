/** A folder of files that is there whole, or not at all, or says that it is half. */
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { type AppError, fail, ok, type Result } from '../../core/kernel/result.ts';
import { exportError } from './errors.ts';

export interface WholeFolder<T> {
  /** Absolute. */
  readonly folder: string;
  readonly value: T;
}

/**
 * Has `write` fill a folder of work, which then becomes the wanted one: a new folder gets its name at once. One that is
 * there and empty is kept (it may be a mount point, a link, or where somebody stands) and filled from a folder of work
 * inside it, which goes last: while `.partial-…` is there, the rest is not whole. Whatever fails, nothing is left.
 * Errors: EXPORT_NOT_EMPTY, EXPORT_UNWRITABLE, and those of `write`. What `write` throws and is no system error is thrown on.
 */
export async function writeWholeFolder<T>(
  outPath: string,
  write: (work: string) => Promise<Result<T, AppError>>,
): Promise<Result<WholeFolder<T>, AppError>> {
  const folder = resolve(outPath);
  let cleanUp = async (): Promise<void> => undefined;
  try {
    const there = await namesIn(folder);
    if (there !== null && there.length > 0)
      return fail(exportError('EXPORT_NOT_EMPTY', `${folder} is not empty. Nothing was written; name another folder.`));
    const partial = `.partial-${process.pid}`;
    const work = there === null ? join(dirname(folder), `.${basename(folder)}${partial}`) : join(folder, partial);
    const begun = [work];
    cleanUp = async () => {
      for (const path of begun) await rm(path, { recursive: true, force: true }).catch(() => undefined);
    };
    await mkdir(work, { recursive: true });
    const written = await write(work);
    if (!written.ok) {
      await cleanUp();
      return written;
    }
    if (there === null) await rename(work, folder);
    else {
      for (const name of await readdir(work)) {
        await rename(join(work, name), join(folder, name));
        begun.push(join(folder, name));
      }
      await rm(work, { recursive: true });
    }
    return ok({ folder, value: written.value });
  } catch (cause) {
    await cleanUp();
    if (!(cause instanceof Error && 'syscall' in cause)) throw cause;
    const why = 'code' in cause ? String(cause.code) : cause.message;
    return fail(exportError('EXPORT_UNWRITABLE', `The export could not be written (${why}). Nothing of it was kept.`));
  }
}

/** Null where there is no such folder. */
async function namesIn(folder: string): Promise<readonly string[] | null> {
  try {
    return await readdir(folder);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
    throw cause;
  }
}
