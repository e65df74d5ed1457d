/**
 * The one form of a bundle's archive (docs/spec/evidence.md E1 to E4): a ZIP file whose entries are stored, with every
 * byte that is no content following from names and contents. Written here, and compared here by who reads.
 */

export const maxMembers = 10_000;
export const maxArchiveBytes = 4_000_000_000;
const maxNameBytes = 100;

export const endRecordBytes = 22;
/** Of one entry beside its name and content. */
const localHeadBytes = 30;
export const centralHeadBytes = 46;

/** One file of the archive. */
export interface Member {
  readonly path: string;
  /** CRC-32 of the content, as ZIP has it. */
  readonly crc: number;
  readonly bytes: number;
  /** Where its local head begins. */
  readonly offset: number;
}

export const maxDirectoryBytes = maxMembers * (centralHeadBytes + maxNameBytes);

const utf8Names = 0x0800;
const version = 20;
/** 1980-01-01 00:00, the first moment that the format knows. */
const date = 0x0021;
const name = (path: string): Buffer => Buffer.from(path, 'latin1');

/** E2: the only names that there are, all of ASCII; none leads anywhere. */
const paths = [
  /^(?:manifest|contents|result|recipe|model|verifications|signatures)\.json$/,
  /^images\/(?:board|golden)\.(?:bmp|jpg|png|tif)$/,
  /^report\.pdf$/,
  /^vkeys$/,
  /^log\/(?:checkpoint|(?:0|[1-9]\d{0,15})\.(?:json|tlog-proof))$/,
] as const;
export const isMemberPath = (path: string): boolean =>
  path.length <= maxNameBytes && paths.some((pattern) => pattern.test(path));

const first = 'manifest.json';

/** E3: whether `path` may follow `before`, which is null for the first. No path follows itself. */
export const mayFollow = (before: string | null, path: string): boolean =>
  before === null ? path === first : path !== first && (before === first || before < path);

/** Paths in the order of E3. */
export const inOrder = (all: Iterable<string>): string[] =>
  [...all].sort((a, b) => (a === b ? 0 : a === first || (b !== first && a < b) ? -1 : 1));

/** Bytes that a member takes among the local entries. */
export const localBytes = ({ path, bytes }: Pick<Member, 'path' | 'bytes'>): number =>
  localHeadBytes + path.length + bytes;

/** What stands before a member's content. */
export function localHead({ path, crc, bytes }: Member): Buffer {
  const head = Buffer.alloc(localHeadBytes);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(version, 4);
  head.writeUInt16LE(utf8Names, 6);
  head.writeUInt16LE(date, 12);
  head.writeUInt32LE(crc, 14);
  head.writeUInt32LE(bytes, 18);
  head.writeUInt32LE(bytes, 22);
  head.writeUInt16LE(path.length, 26);
  return Buffer.concat([head, name(path)]);
}

/** A member's line in the central directory. */
export function centralHead({ path, crc, bytes, offset }: Member): Buffer {
  const head = Buffer.alloc(centralHeadBytes);
  head.writeUInt32LE(0x02014b50, 0);
  head.writeUInt16LE(version, 4);
  head.writeUInt16LE(version, 6);
  head.writeUInt16LE(utf8Names, 8);
  head.writeUInt16LE(date, 14);
  head.writeUInt32LE(crc, 16);
  head.writeUInt32LE(bytes, 20);
  head.writeUInt32LE(bytes, 24);
  head.writeUInt16LE(path.length, 28);
  head.writeUInt32LE(offset, 42);
  return Buffer.concat([head, name(path)]);
}

/** @param at Where the central directory begins. @param bytes Its size. */
export function endRecord(members: number, at: number, bytes: number): Buffer {
  const end = Buffer.alloc(endRecordBytes);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(members, 8);
  end.writeUInt16LE(members, 10);
  end.writeUInt32LE(bytes, 12);
  end.writeUInt32LE(at, 16);
  return end;
}
