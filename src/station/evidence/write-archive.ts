import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { centralHead, endRecord, inOrder, localBytes, localHead, type Member } from './archive-form.ts';

/** Gives the content of one file; called once, when it is written, so that one file at a time is in memory. */
export type Content = () => Promise<Uint8Array>;

export interface WrittenArchive {
  readonly bytes: number;
  readonly sha256: string;
}

/** Writes a bundle's archive from the beginning of a file. What a content throws is thrown on. */
export async function archiveInto(file: FileHandle, contents: ReadonlyMap<string, Content>): Promise<WrittenArchive> {
  const digest = createHash('sha256');
  let at = 0;
  const put = async (bytes: Uint8Array): Promise<void> => {
    await file.writeFile(bytes);
    digest.update(bytes);
    at += bytes.length;
  };
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
  return { bytes: at, sha256: digest.digest('hex') };
}
