import { createHash } from 'node:crypto';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { fail, ok, type Result } from '../../core/kernel/result.ts';
import {
  centralHead,
  centralHeadBytes,
  endRecord,
  endRecordBytes,
  isMemberPath,
  localBytes,
  localHead,
  type Member,
  maxArchiveBytes,
  maxDirectoryBytes,
  maxMembers,
  mayFollow,
} from './archive-form.ts';
import { type EvidenceError, evidenceError } from './errors.ts';

/** A bundle's archive whose form holds to the last byte; nothing of its contents is believed yet. */
export interface Archive {
  /** In the order of the file. */
  readonly members: readonly Member[];
  /** Reads a member to its end, a piece at a time: its SHA-256 in hex, and whether ZIP's own check value is right. */
  digest(member: Member): Promise<{ readonly sha256: string; readonly isIntact: boolean }>;
  /** A member as bytes; null where it is larger than `limit`. */
  read(member: Member, limit: number): Promise<Uint8Array | null>;
  close(): Promise<void>;
}

const pieceBytes = 1 << 20;
const problem = (reason: string): { readonly ok: false; readonly error: EvidenceError } =>
  fail(evidenceError('EVIDENCE_ARCHIVE', { reason }));

/** Opens a bundle. What is read is bounded by the file's own size, whatever it says of itself. Errors: EVIDENCE_ARCHIVE. */
export async function openArchive(path: string): Promise<Result<Archive, EvidenceError>> {
  let file: FileHandle;
  try {
    // Opening a pipe would wait for whoever writes into it.
    if (!(await stat(path)).isFile()) return problem('it is no file');
    file = await open(path, 'r');
  } catch (cause) {
    return problem(`it cannot be opened (${codeOf(cause)})`);
  }
  try {
    const members = await readMembers(file);
    if (members.ok) return ok(archiveOf(file, members.value));
    await file.close();
    return members;
  } catch (cause) {
    await file.close();
    return problem(`it cannot be read (${codeOf(cause)})`);
  }
}

const codeOf = (cause: unknown): string =>
  cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);

async function readMembers(file: FileHandle): Promise<Result<readonly Member[], EvidenceError>> {
  const { size } = await file.stat();
  if (size < endRecordBytes || size > maxArchiveBytes) return problem(`it has ${size} bytes`);
  const end = await take(file, size - endRecordBytes, endRecordBytes);
  const [count, bytes, start] = [end.readUInt16LE(10), end.readUInt32LE(12), end.readUInt32LE(16)];
  if (!end.equals(endRecord(count, start, bytes)) || start + bytes + endRecordBytes !== size)
    return problem('its end is not where a bundle’s end is');
  if (count === 0 || count > maxMembers || bytes > maxDirectoryBytes) return problem(`it has ${count} files`);
  const directory = await take(file, start, bytes);
  const members: Member[] = [];
  let [at, offset] = [0, 0];
  let before: string | null = null;
  while (members.length < count) {
    if (at + centralHeadBytes > directory.length) return problem('its list of files is cut off');
    const nameEnd = at + centralHeadBytes + directory.readUInt16LE(at + 28);
    const path = directory.toString('latin1', at + centralHeadBytes, nameEnd);
    if (!isMemberPath(path)) return problem(`it has a file of a name that no bundle has: ${JSON.stringify(path)}`);
    if (!mayFollow(before, path)) return problem(`its file ${path} is not in its place`);
    const member = { path, crc: directory.readUInt32LE(at + 16), bytes: directory.readUInt32LE(at + 24), offset };
    if (!directory.subarray(at, nameEnd).equals(centralHead(member))) return problem(`its list is wrong about ${path}`);
    if (offset + localBytes(member) > start) return problem(`its file ${path} is larger than the bundle`);
    const head = localHead(member);
    if (!(await take(file, offset, head.length)).equals(head)) return problem(`the head of its file ${path} is wrong`);
    members.push(member);
    offset += localBytes(member);
    at = nameEnd;
    before = path;
  }
  if (at !== directory.length || offset !== start) return problem('it has bytes that belong to no file');
  return ok(members);
}

function archiveOf(file: FileHandle, members: readonly Member[]): Archive {
  const startOf = (member: Member): number => member.offset + localHead(member).length;
  return {
    members,
    async digest(member) {
      const hash = createHash('sha256');
      let crc = 0;
      for (let done = 0; done < member.bytes; done += pieceBytes) {
        const piece = await take(file, startOf(member) + done, Math.min(pieceBytes, member.bytes - done));
        hash.update(piece);
        crc = crc32(piece, crc);
      }
      return { sha256: hash.digest('hex'), isIntact: crc === member.crc };
    },
    read: async (member, limit) => (member.bytes > limit ? null : take(file, startOf(member), member.bytes)),
    close: () => file.close(),
  };
}

/** Exactly so many bytes. Throws where the file has become shorter since. */
async function take(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(bytes, filled, length - filled, position + filled);
    if (bytesRead === 0) throw new Error('the file ends early');
    filled += bytesRead;
  }
  return bytes;
}
