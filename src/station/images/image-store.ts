import { dirname, join } from 'node:path';
import { fail, ok, type Result } from '../../core/kernel/result.ts';
import { copyHashed, removeQuietly } from './copy-hashed.ts';
import { type ImageStoreError, imageStoreError, storeErrorOf } from './errors.ts';
import { type FileSystem, nodeFileSystem } from './file-system.ts';
import { extensions, type ImageFormat, sniffFormat } from './format.ts';
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
}

export interface ImageStore {
  /**
   * Copies an image into the store; it is on disk to stay when this returns. The source is only read.
   * Errors: IMAGE_UNREADABLE, IMAGE_EMPTY, IMAGE_FORMAT (about the source), STORE_FULL, STORE_UNWRITABLE, STORE_IO.
   * After an error nothing half is in the store, and the same call may be made again.
   */
  storeOriginal(sourcePath: string): Promise<Result<StoredOriginal, ImageStoreError>>;
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
    storeOriginal: (sourcePath) => storeOriginal(files, dataDir, sourcePath),
    absolute: (storedPath) => join(dataDir, storedPath),
  });
}

async function storeOriginal(
  files: FileSystem,
  dataDir: string,
  sourcePath: string,
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
    const existed = (await files.size(final)) === bytes;
    if (!existed) await copy.sync();
    await copy.close();
    if (existed) await files.remove(temporary);
    else await putInPlace(files, temporary, final);
    // Also where it existed: the run that put it there may have been killed before this.
    await files.syncFolder(dirname(final));
    return ok({ sha256, bytes, format, storedPath, existed });
  } catch (thrown) {
    await copy.close().catch(() => undefined);
    await removeQuietly(files, temporary);
    return failedStore(thrown);
  }
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
