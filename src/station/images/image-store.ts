import { dirname, join } from 'node:path';
import { fail, ok, type Result } from '../../core/kernel/result.ts';
import { copyHashed, removeQuietly } from './copy-hashed.ts';
import { type ImageStoreError, imageStoreError, storeErrorOf } from './errors.ts';
import { type FileSystem, nodeFileSystem } from './file-system.ts';
import { extensions, type ImageFormat, sniffFormat } from './format.ts';
import { hashFile } from './hash-file.ts';
import { newTemporaryName, sweepLeftovers } from './leftovers.ts';

interface StoredOriginal {
  /** Lower-case hex, of the bytes that were copied: the file's name is its content. */
  readonly sha256: string;
  readonly bytes: number;
  readonly format: ImageFormat;
  /** Relative to the data directory, with forward slashes: `images/<aa>/<sha256>.<ext>`. */
  readonly storedPath: string;
  /** True where these bytes were stored before. */
  readonly existed: boolean;
  /** True where what lay under their hash were other bytes: cut short, or changed on disk. These took their place. */
  readonly mended: boolean;
}

export interface ImageStore {
  /**
   * Copies an image into the store; it is on disk to stay when this returns. The source is only read.
   * Errors: IMAGE_UNREADABLE, IMAGE_EMPTY, IMAGE_FORMAT (about the source), STORE_FULL, STORE_UNWRITABLE, STORE_IO.
   * After an error nothing half is in the store, and the same call may be made again.
   * @param beforeMending Called with the absolute path of a file under the original's name that is not it, before the
   * original takes its place.
   */
  storeOriginal(
    sourcePath: string,
    beforeMending?: (path: string) => Promise<void>,
  ): Promise<Result<StoredOriginal, ImageStoreError>>;
  /** Absolute path of a `storedPath`. */
  absolute(storedPath: string): string;
}

/** Opens the store of a data directory and removes what a killed run left half copied. Errors: STORE_*. */
export async function openImageStore(
  dataDir: string,
  files: FileSystem = nodeFileSystem,
): Promise<Result<ImageStore, ImageStoreError>> {
  const incoming = join(dataDir, 'images', 'incoming');
  try {
    await files.makeFolder(incoming);
    await sweepLeftovers(files, incoming);
  } catch (thrown) {
    return failedStore(thrown);
  }
  return ok({
    storeOriginal: (sourcePath, beforeMending = async () => undefined) =>
      storeOriginal(files, dataDir, sourcePath, beforeMending),
    absolute: (storedPath) => join(dataDir, storedPath),
  });
}

async function storeOriginal(
  files: FileSystem,
  dataDir: string,
  sourcePath: string,
  beforeMending: (path: string) => Promise<void>,
): Promise<Result<StoredOriginal, ImageStoreError>> {
  const temporary = join(dataDir, 'images', 'incoming', newTemporaryName());
  const copied = await copyHashed(files, sourcePath, temporary);
  if (!copied.ok) return copied;
  const { sha256, bytes, head, target: copy } = copied.value;
  try {
    const format = sniffFormat(head);
    if (bytes === 0 || format === null) {
      await copy.close();
      await removeQuietly(files, temporary);
      return fail(imageStoreError(bytes === 0 ? 'IMAGE_EMPTY' : 'IMAGE_FORMAT'));
    }
    const storedPath = `images/${sha256.slice(0, 2)}/${sha256}.${extensions[format]}`;
    const final = join(dataDir, storedPath);
    const kept = await whatIsKept(files, final, { sha256, bytes });
    const existed = kept === 'these_bytes';
    if (!existed) await copy.sync();
    await copy.close();
    if (kept === 'other_bytes') await beforeMending(final);
    if (existed) await files.remove(temporary);
    else await putInPlace(files, temporary, final);
    // Also where it existed: the run that put it there may have been killed before this.
    await files.syncFolder(dirname(final));
    return ok({ sha256, bytes, format, storedPath, existed, mended: kept === 'other_bytes' });
  } catch (thrown) {
    await copy.close().catch(() => undefined);
    await removeQuietly(files, temporary);
    return failedStore(thrown);
  }
}

/** What lies under an original's name. It is read: a file of the same length is not yet the same bytes. */
async function whatIsKept(
  files: FileSystem,
  path: string,
  { sha256, bytes }: { readonly sha256: string; readonly bytes: number },
): Promise<'nothing' | 'these_bytes' | 'other_bytes'> {
  const size = await files.size(path);
  if (size === null) return 'nothing';
  if (size !== bytes) return 'other_bytes';
  const hashed = await hashFile(path, files);
  return hashed?.sha256 === sha256 ? 'these_bytes' : 'other_bytes';
}

async function putInPlace(files: FileSystem, temporary: string, final: string): Promise<void> {
  await files.makeFolder(dirname(final));
  await files.rename(temporary, final);
}

function failedStore(thrown: unknown): { readonly ok: false; readonly error: ImageStoreError } {
  const error = storeErrorOf(thrown);
  if (error === null) throw thrown;
  return fail(error);
}
