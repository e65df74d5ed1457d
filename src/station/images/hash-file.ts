import { createHash } from 'node:crypto';
import { type FileSystem, nodeFileSystem, type ReadableFile } from './file-system.ts';

interface HashedFile {
  /** Lower-case hex. */
  readonly sha256: string;
  readonly bytes: number;
}

/** Hash and length of a regular file; null where it cannot be read, and for a FIFO or a device, which need not end. */
export async function hashFile(
  path: string,
  files: Pick<FileSystem, 'openToRead'> = nodeFileSystem,
): Promise<HashedFile | null> {
  try {
    const file = await files.openToRead(path);
    if (file === null) return null;
    try {
      return await hashAll(file);
    } finally {
      await file.close();
    }
  } catch {
    return null;
  }
}

async function hashAll(file: ReadableFile): Promise<HashedFile> {
  const digest = createHash('sha256');
  const chunk = new Uint8Array(128 * 1024);
  let bytes = 0;
  for (;;) {
    const read = await file.read(chunk);
    if (read === 0) return { sha256: digest.digest('hex'), bytes };
    digest.update(chunk.subarray(0, read));
    bytes += read;
  }
}
