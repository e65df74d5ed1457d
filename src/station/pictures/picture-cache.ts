/** Folders of pictures by image, `cache/<sha256>/`: put in place whole, found whole or not at all, limited in size. */
import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type AppError, fail, ok, type Result } from '../../core/kernel/result.ts';
import { type PyramidIndex, pyramidIndexSchema } from '../../engine/protocol.ts';
import { cacheLedger, cacheLimitBytes } from './cache-ledger.ts';
import { pictureError } from './errors.ts';

export interface PictureCache {
  /** Path of the thumbnail; null where there is none, or only a part of one. */
  thumbnail(sha256: string): Promise<string | null>;
  /** The pyramid's index; null where there is no pyramid. */
  pyramid(sha256: string): Promise<PyramidIndex | null>;
  /** Path of a tile that the index names; null where its file is missing or cut short. */
  tile(sha256: string, level: number, column: number, row: number): Promise<string | null>;
  /**
   * Lets `write` fill an empty folder, and puts what it made in place at once. Errors: those of `write`, PICTURE_CACHE.
   */
  put(sha256: string, part: 'thumbnail' | 'tiles', write: Fill): Promise<Result<void, AppError>>;
}

/** Writes `thumbnail.jpg`, or the pyramid with its `index.json`, into an empty folder. */
type Fill = (folder: string) => Promise<Result<unknown, AppError>>;

export function openPictureCache(folder: string, limitBytes = cacheLimitBytes): PictureCache {
  const incoming = join(folder, 'incoming');
  const indexes = new Map<string, PyramidIndex>();
  const ledger = cacheLedger(folder, limitBytes);
  const placeOf = (sha256: string, part: 'thumbnail' | 'tiles'): string => join(folder, sha256, part);

  async function readIndex(sha256: string): Promise<PyramidIndex | null> {
    const known = indexes.get(sha256);
    if (known !== undefined) {
      ledger.used(sha256);
      return known;
    }
    try {
      const text = await readFile(join(placeOf(sha256, 'tiles'), 'index.json'), 'utf8');
      const index = pyramidIndexSchema.parse(JSON.parse(text));
      // The largest index is some 20 kB: this many are nothing, and no more pictures are looked at in turn.
      if (indexes.size >= 64) indexes.delete(indexes.keys().next().value ?? '');
      indexes.set(sha256, index);
      ledger.used(sha256);
      return index;
    } catch {
      return null;
    }
  }

  return {
    async thumbnail(sha256) {
      const path = join(placeOf(sha256, 'thumbnail'), 'thumbnail.jpg');
      return (await isWholeJpeg(path)) ? path : null;
    },
    pyramid: readIndex,
    async tile(sha256, level, column, row) {
      const name = `${column}_${row}.jpeg`;
      const bytes = (await readIndex(sha256))?.levels[level]?.[name];
      if (bytes === undefined) return null;
      const path = join(placeOf(sha256, 'tiles'), String(level), name);
      return (await sizeOf(path)) === bytes ? path : null;
    },
    async put(sha256, part, write) {
      const temporary = join(incoming, randomUUID());
      try {
        await mkdir(temporary, { recursive: true });
        const written = await write(temporary);
        if (!written.ok) return written;
        indexes.delete(sha256);
        await mkdir(join(folder, sha256), { recursive: true });
        // What is there is damaged, or nobody had asked for it to be made.
        await rm(placeOf(sha256, part), { recursive: true, force: true });
        await rename(temporary, placeOf(sha256, part));
        for (const thrown of await ledger.added(sha256)) indexes.delete(thrown);
        return ok(undefined);
      } catch (thrown) {
        return fail(cacheError(thrown));
      } finally {
        await rm(temporary, { recursive: true, force: true }).catch(() => undefined);
      }
    },
  };
}

/** Removes what a program that was killed left half made. */
export const sweepPictureCache = (folder: string): Promise<void> =>
  rm(join(folder, 'incoming'), { recursive: true, force: true }).catch(() => undefined);

async function sizeOf(path: string): Promise<number | null> {
  return stat(path).then(
    ({ size }) => size,
    () => null,
  );
}

/** A power loss may leave a name whose bytes never reached the disk: a JPEG ends with its end marker. */
async function isWholeJpeg(path: string): Promise<boolean> {
  try {
    await using file = await open(path, 'r');
    const { size } = await file.stat();
    const { buffer } = await file.read(Buffer.alloc(2), 0, 2, Math.max(0, size - 2));
    return buffer.readUInt16BE(0) === 0xffd9;
  } catch {
    return false;
  }
}

function cacheError(thrown: unknown): AppError {
  const system = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : null;
  if (system === null) throw thrown;
  return pictureError('PICTURE_CACHE', { system });
}
