import { createHash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { type AppError, fail, ok, type Result } from '../../core/kernel/result.ts';
import { centralHead, endRecord, inOrder, localBytes, localHead, type Member } from './archive-form.ts';

/** Gives the content of one file; called once, when it is written, so that one file at a time is in memory. */
export type Content = () => Promise<Uint8Array>;

/**
 * Writes a bundle's archive whole or not at all: a temporary name beside it, sync, rename. Gives the SHA-256 of the file.
 * Errors: OUTPUT_UNWRITABLE; an earlier file of that name is then untouched. What a content throws, is thrown on.
 */
export async function writeArchive(
  path: string,
  contents: ReadonlyMap<string, Content>,
): Promise<Result<{ readonly bytes: number; readonly sha256: string }, AppError>> {
  const temporary = join(dirname(path), `.fiducial-${process.pid}-${Math.trunc(performance.now() * 1000)}.tmp`);
  const digest = createHash('sha256');
  try {
    const file = await open(temporary, 'wx');
    let at = 0;
    const put = async (bytes: Uint8Array): Promise<void> => {
      await file.writeFile(bytes);
      digest.update(bytes);
      at += bytes.length;
    };
    try {
      const members: Member[] = [];
      for (const name of inOrder(contents.keys())) {
        const content = await contents.get(name)!();
        const member = { path: name, crc: crc32(content), bytes: content.length, offset: at };
        await put(localHead(member));
        await put(content);
        members.push(member);
      }
      const start = members.reduce((sum, member) => sum + localBytes(member), 0);
      for (const member of members) await put(centralHead(member));
      await put(endRecord(members.length, start, at - start));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    return ok({ bytes: at, sha256: digest.digest('hex') });
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    if (!(cause instanceof Error && 'syscall' in cause)) throw cause;
    const why = 'code' in cause ? String(cause.code) : cause.message;
    const message = `${path} could not be written (${why}). Nothing of it was kept.`;
    return fail({ code: 'OUTPUT_UNWRITABLE', message });
  }
}
