import { createHash, createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { maxArtifactBytes } from '@fiducial/protocol/api';
import { z } from 'zod';
import type { ObjectDigest, ObjectStore, ReceivedPart, StoreFailure, UploadWish } from '../ports/object-store.ts';
import { countOfParts, partsOfPlan, urlLifetime, usualPartBytes } from '../ports/object-store.ts';
import { refuse } from '../problems.ts';
import { fail, ok, type Result } from '../result.ts';

/** What a URL of this store allows, as its signature says. Every field is signed. */
const grantSchema = z.object({
  op: z.enum(['put', 'part', 'get']),
  key: z.string().regex(/^[a-z0-9_-]+(\/[a-zA-Z0-9_-]+)*(\.[a-z0-9]+)?$/),
  /** POSIX seconds. */
  until: z.coerce.number().int(),
  type: z.string().max(100),
  name: z.string().max(255),
  sha256: z.string().max(64),
  bytes: z.string().max(16),
  /** Number and MD5 of a part; empty of whole objects. */
  part: z.string().regex(/^([1-9]\d{0,4})?$/),
  md5: z.string().max(24),
});
type Grant = z.infer<typeof grantSchema>;

/** Where the service takes and gives this store's objects over HTTP. */
export const objectsPath = '/v1/objects';

/** A folder as object store. Its URLs are this service's own, signed with a key that all copies share. */
export interface FolderStore extends ObjectStore {
  /** The grant of a URL's query; null where it was not made here, or has expired. */
  readGrant(op: Grant['op'], key: string, query: unknown): Grant | null;
  /** Takes the bytes of an upload. Nothing is there until all of it is, on the disk. */
  receive(grant: Grant, body: Readable): Promise<Result<null>>;
}

export interface FolderStoreOptions {
  readonly partBytes?: number;
  readonly now?: () => number;
}

/** @param signingKey Of the URLs. */
export function createFolderStore(
  folder: string,
  signingKey: Uint8Array,
  { partBytes = usualPartBytes, now = Date.now }: FolderStoreOptions = {},
): FolderStore {
  const objectAt = (key: string): string => join(folder, 'objects', key);
  const uploadAt = (key: string): string => join(folder, 'uploads', key);
  /** A folder with a file for each part, named by its number. */
  const partsAt = (key: string): string => join(folder, 'parts', key);

  const signatureOf = (grant: Grant): string =>
    createHmac('sha256', signingKey)
      .update(
        JSON.stringify([
          grant.op,
          grant.key,
          grant.until,
          grant.type,
          grant.name,
          grant.sha256,
          grant.bytes,
          grant.part,
          grant.md5,
        ]),
      )
      .digest('base64url');

  const urlOf = (baseUrl: string, grant: Grant): string => {
    const { key, op: _, ...rest } = grant;
    const query = new URLSearchParams({ ...rest, until: String(rest.until) });
    query.set('signature', signatureOf(grant));
    return `${baseUrl}${objectsPath}/${key}?${query.toString()}`;
  };

  return {
    partBytes,
    bucketKey: () => null,

    async presignPut({ key, contentType, sha256, bytes, baseUrl }: UploadWish) {
      const until = Math.floor(now() / 1000) + urlLifetime;
      const grant: Grant = {
        op: 'put',
        key,
        until,
        type: contentType,
        name: '',
        sha256: sha256 ?? '',
        bytes: bytes === null ? '' : String(bytes),
        part: '',
        md5: '',
      };
      return {
        url: urlOf(baseUrl, grant),
        headers: { 'Content-Type': contentType },
        expiresAt: new Date(until * 1000),
      };
    },

    async presignGet(key, file, baseUrl) {
      const until = Math.floor(now() / 1000) + urlLifetime;
      const { contentType: type, name } = file;
      return urlOf(baseUrl, { op: 'get', key, until, type, name, sha256: '', bytes: '', part: '', md5: '' });
    },

    async presignPart({ key, contentType, number, bytes, md5, baseUrl }) {
      const until = Math.floor(now() / 1000) + urlLifetime;
      const of = { op: 'part', key, until, type: contentType, name: '', sha256: '' } as const;
      const url = urlOf(baseUrl, { ...of, bytes: String(bytes), part: String(number), md5 });
      return ok({ url, headers: { 'Content-MD5': md5 }, expiresAt: new Date(until * 1000) });
    },

    receivedParts: (key) => onDisk(() => partsIn(partsAt(key))),

    joinParts: (key, plan) =>
      onDisk(async () => {
        const parts = partsOfPlan(plan, await partsIn(partsAt(key)));
        if (parts.length !== countOfParts(plan)) throw new Missing();
        const path = uploadAt(key);
        const partial = `${path}.${randomUUID()}.part`;
        try {
          await mkdir(dirname(path), { recursive: true });
          const files = parts.map(({ number }) => join(partsAt(key), String(number)));
          await pipeline(inOneStream(files), createWriteStream(partial, { flags: 'wx', flush: true }));
          await rename(partial, path);
          await flushFolder(dirname(path));
        } finally {
          await dropPartial(partial);
        }
        await rm(partsAt(key), { recursive: true, force: true });
        return null;
      }),

    dropAbandoned: (before) =>
      onDisk(async () => {
        let dropped = 0;
        for (const area of ['uploads', 'parts']) dropped += await dropOlder(join(folder, area), before.getTime());
        return dropped;
      }),

    readGrant(op, key, query) {
      const signed = z.object({ signature: z.string().max(100) }).safeParse(query);
      const grant = grantSchema.safeParse({ ...(query as object), op, key });
      if (!signed.success || !grant.success) return null;
      const expected = Buffer.from(signatureOf(grant.data));
      const given = Buffer.from(signed.data.signature);
      const isSigned = expected.length === given.length && timingSafeEqual(expected, given);
      return isSigned && grant.data.until * 1000 > now() ? grant.data : null;
    },

    async receive({ key, sha256, bytes, part, md5 }, body) {
      const path = part === '' ? uploadAt(key) : join(partsAt(key), part);
      const partial = `${path}.${randomUUID()}.part`;
      const limit = bytes === '' ? maxArtifactBytes : Number(bytes);
      const digest = createHash(part === '' ? 'sha256' : 'md5');
      let size = 0;
      const measure = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          size += chunk.length;
          digest.update(chunk);
          done(size > limit ? new TooLong() : null, chunk);
        },
      });
      try {
        await mkdir(dirname(path), { recursive: true });
        await pipeline(body, measure, createWriteStream(partial, { flags: 'wx', flush: true }));
        const found = part === '' ? digest.digest('hex') : digest.digest('base64');
        const expected = part === '' ? sha256 : md5;
        const isRight = (bytes === '' || size === limit) && (expected === '' || found === expected);
        if (!isRight || size === 0) return refuse('UPLOAD_MISMATCH');
        await rename(partial, path);
        await flushFolder(dirname(path));
        return ok(null);
      } catch (error) {
        if (error instanceof TooLong) return refuse('UPLOAD_MISMATCH');
        if (isDiskFailure(error)) return refuse('STORE_UNAVAILABLE');
        return refuse('REQUEST_UNREADABLE');
      } finally {
        await dropPartial(partial);
      }
    },

    async settle(key) {
      const path = objectAt(key);
      try {
        await mkdir(dirname(path), { recursive: true });
        try {
          await rename(uploadAt(key), path);
          await flushFolder(dirname(path));
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
        }
        return ok(await digestOf(path));
      } catch (error) {
        return fail(failureOf(error));
      }
    },

    async write(key, bytes) {
      const path = objectAt(key);
      const partial = `${path}.${randomUUID()}.part`;
      try {
        await mkdir(dirname(path), { recursive: true });
        await writeFile(partial, bytes, { flush: true });
        await rename(partial, path);
        await flushFolder(dirname(path));
        return ok(null);
      } catch (error) {
        return fail(failureOf(error));
      } finally {
        await dropPartial(partial);
      }
    },

    async read(key) {
      const path = objectAt(key);
      try {
        await stat(path);
        return ok(createReadStream(path));
      } catch (error) {
        return fail(failureOf(error));
      }
    },

    async remove(key) {
      try {
        await rm(objectAt(key), { force: true });
        return ok(null);
      } catch (error) {
        return fail(failureOf(error));
      }
    },

    async isReady() {
      try {
        await mkdir(join(folder, 'objects'), { recursive: true });
        return true;
      } catch {
        return false;
      }
    },
  };
}

class TooLong extends Error {}
/** As a file that is not there. */
class Missing extends Error {
  readonly code = 'ENOENT';
}

async function onDisk<T>(work: () => Promise<T>): Promise<Result<T, StoreFailure>> {
  try {
    return ok(await work());
  } catch (error) {
    return fail(failureOf(error));
  }
}

/** Parts whose file has its last name: what is still arriving has another. */
async function partsIn(path: string): Promise<readonly ReceivedPart[]> {
  const names = await readdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const numbers = names.filter((name) => /^\d+$/.test(name)).map(Number);
  const sizes = numbers.map(async (number) => ({ number, bytes: (await stat(join(path, String(number)))).size }));
  return (await Promise.all(sizes)).sort((a, b) => a.number - b.number);
}

async function* inOneStream(paths: readonly string[]): AsyncIterable<Buffer> {
  for (const path of paths) yield* createReadStream(path);
}

/** Removes files that were last written before a moment, and folders that are empty then. Says how many files. */
async function dropOlder(path: string, beforeMs: number): Promise<number> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  let dropped = 0;
  for (const entry of entries) {
    const inside = join(path, entry.name);
    if (entry.isDirectory()) {
      dropped += await dropOlder(inside, beforeMs);
      // Not empty, or written to just now: it stays.
      await rmdir(inside).catch(() => undefined);
    } else if ((await stat(inside)).mtimeMs < beforeMs) {
      await rm(inside, { force: true });
      dropped += 1;
    }
  }
  return dropped;
}

/** Where the disk is what failed, the leftover stays: it has a name that nothing reads. */
const dropPartial = (path: string): Promise<void> => rm(path, { force: true }).catch(() => undefined);

async function digestOf(path: string): Promise<ObjectDigest> {
  const digest = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(path)) {
    digest.update(chunk as Buffer);
    bytes += (chunk as Buffer).length;
  }
  return { sha256: digest.digest('hex'), bytes };
}

/** A renamed file is there after a power loss only once its folder is on the disk. */
async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

const failureOf = (error: unknown): StoreFailure => {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'missing';
  if (isDiskFailure(error)) return 'unavailable';
  throw error;
};

const diskCodes = ['ENOSPC', 'EIO', 'EROFS', 'EDQUOT', 'EMFILE', 'ENFILE', 'EACCES', 'EPERM', 'ENOTDIR', 'EEXIST'];
const isDiskFailure = (error: unknown): boolean => diskCodes.includes((error as NodeJS.ErrnoException).code ?? '');
