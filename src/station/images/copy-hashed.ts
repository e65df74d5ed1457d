import { createHash } from 'node:crypto';
import { fail, ok, type Result } from '../../core/kernel/result.ts';
import { type ImageStoreError, imageStoreError, sourceErrorOf, storeErrorOf } from './errors.ts';
import type { FileSystem, ReadableFile, WritableFile } from './file-system.ts';

/** A board's file is mostly smaller than this; a larger chunk is only more to allocate for each. */
const chunkBytes = 128 * 1024;
const headBytes = 16;

export interface HashedCopy {
  readonly sha256: string;
  readonly bytes: number;
  /** First bytes, fewer than 16 in a shorter file. */
  readonly head: Uint8Array;
  /** Still open and not yet synced: the caller knows whether it is worth a sync. */
  readonly target: WritableFile;
}

/** Copies a file to a new name and hashes what it copies. On an error the new file is gone. */
export async function copyHashed(
  files: FileSystem,
  sourcePath: string,
  targetPath: string,
): Promise<Result<HashedCopy, ImageStoreError>> {
  const opened = await coded(() => files.openToRead(sourcePath), sourceErrorOf);
  if (!opened.ok) return opened;
  const source = opened.value;
  if (source === null) return fail(imageStoreError('IMAGE_UNREADABLE', { system: 'not a file' }));
  const target = await coded(() => files.create(targetPath), storeErrorOf);
  if (!target.ok) {
    await closeQuietly(source);
    return target;
  }
  const copied = await copyAll(source, target.value);
  await closeQuietly(source);
  if (copied.ok) return ok({ ...copied.value, target: target.value });
  await closeQuietly(target.value);
  await removeQuietly(files, targetPath);
  return copied;
}

async function copyAll(
  source: ReadableFile,
  target: WritableFile,
): Promise<Result<Omit<HashedCopy, 'target'>, ImageStoreError>> {
  const hash = createHash('sha256');
  const chunk = new Uint8Array(chunkBytes);
  const head = new Uint8Array(headBytes);
  let bytes = 0;
  for (;;) {
    const read = await coded(() => source.read(chunk), sourceErrorOf);
    if (!read.ok) return read;
    if (read.value === 0) break;
    const part = chunk.subarray(0, read.value);
    if (bytes < headBytes) head.set(part.subarray(0, headBytes - bytes), bytes);
    hash.update(part);
    bytes += part.length;
    const written = await coded(() => target.write(part), storeErrorOf);
    if (!written.ok) return written;
  }
  return ok({ sha256: hash.digest('hex'), bytes, head: head.subarray(0, Math.min(bytes, headBytes)) });
}

async function coded<T>(
  work: () => Promise<T>,
  errorOf: (thrown: unknown) => ImageStoreError | null,
): Promise<Result<T, ImageStoreError>> {
  try {
    return ok(await work());
  } catch (thrown) {
    const error = errorOf(thrown);
    if (error === null) throw thrown;
    return fail(error);
  }
}

const closeQuietly = (file: { close(): Promise<void> }): Promise<void> => file.close().catch(() => undefined);

/** For the way out of an error: what cannot be removed now is swept at the next open. */
export const removeQuietly = (files: FileSystem, path: string): Promise<void> =>
  files.remove(path).catch(() => undefined);
