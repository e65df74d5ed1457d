import { type FileHandle, open } from 'node:fs/promises';
import { EngineFault } from '../fault.ts';
import { type ImageFile, unreadable } from './image-file.ts';

/** Entries of one directory that are looked at. */
const mostEntries = 4096;

/** Bytes of a whole number by its type in the file (TIFF 6.0, section 2; BigTIFF). */
const bytesOfType: Readonly<Record<number, 1 | 2 | 4 | 8>> = {
  1: 1,
  6: 1,
  7: 1,
  3: 2,
  8: 2,
  4: 4,
  9: 4,
  13: 4,
  16: 8,
  17: 8,
  18: 8,
};

interface TiffEntry {
  readonly type: number;
  readonly count: number;
  /** Where its values lie in the file, if they are whole numbers. */
  readonly at: number;
}

/** What a TIFF says of one of its pictures. */
export interface TiffDirectory {
  /** First value of a tag; `missing` where the directory has none of it. */
  first(tag: number, missing: number): Promise<number>;
  /** The first `count` values of a tag. A directory that has fewer is damaged. */
  numbers(tag: number, count: number): Promise<Float64Array>;
  /** All of a tag whose values are bytes; none where the directory does not have it. */
  bytes(tag: number): Promise<Buffer>;
}

/**
 * A TIFF file, its header read. Offsets and counts are believed only as far as the file reaches.
 * Methods throw EngineFault: IMAGE_UNREADABLE or IMAGE_CORRUPT.
 */
export interface TiffFile {
  read(at: number, length: number): Promise<Buffer>;
  /** From the first on; one that names an earlier one as the next leads in a circle. */
  directories(): AsyncGenerator<TiffDirectory>;
  close(): Promise<void>;
}

export async function openTiff(file: ImageFile): Promise<TiffFile> {
  const handle = file.bytes === null ? await openAgain(file.path) : null;
  const read = async (at: number, length: number): Promise<Buffer> => {
    if (at + length > file.byteLength) throw damagedDirectory(file);
    if (file.bytes !== null) return file.bytes.subarray(at, at + length);
    return readSpan(handle!, file, at, length);
  };
  const close = async (): Promise<void> => handle?.close();
  try {
    const form = formOf(await read(0, 4));
    return { read, close, directories: () => walk(file, form, read) };
  } catch (fault) {
    await close();
    throw fault;
  }
}

type Read = TiffFile['read'];

async function* walk(file: ImageFile, form: Form, read: Read): AsyncGenerator<TiffDirectory> {
  let at = form.number(await read(form.isBig ? 8 : 4, form.wide), 0, form.wide);
  while (at !== 0) {
    const entries = form.number(await read(at, form.countBytes), 0, form.countBytes);
    if (entries > mostEntries) throw damagedDirectory(file);
    const start = at + form.countBytes;
    const size = form.entryBytes * entries;
    const bytes = await read(start, size + form.wide);
    const tags = new Map<number, TiffEntry>();
    for (let entry = 0; entry < size; entry += form.entryBytes) {
      const tag = form.number(bytes, entry, 2);
      // Of a tag that is there twice the first counts, as in libtiff.
      if (!tags.has(tag)) tags.set(tag, readEntry(form, bytes, entry, start));
    }
    yield directory(file, form, read, tags);
    at = form.number(bytes, size, form.wide);
  }
}

function readEntry(form: Form, bytes: Buffer, entry: number, start: number): TiffEntry {
  const type = form.number(bytes, entry + 2, 2);
  const count = form.number(bytes, entry + 4, form.wide);
  const value = entry + 4 + form.wide;
  const isHere = count * (bytesOfType[type] ?? 1) <= form.wide;
  return { type, count, at: isHere ? start + value : form.number(bytes, value, form.wide) };
}

function directory(file: ImageFile, form: Form, read: Read, tags: ReadonlyMap<number, TiffEntry>): TiffDirectory {
  const numbers = async (tag: number, count: number): Promise<Float64Array> => {
    const entry = tags.get(tag);
    const size = entry && bytesOfType[entry.type];
    if (entry === undefined || size === undefined || entry.count < count) throw damagedDirectory(file);
    const bytes = await read(entry.at, count * size);
    return Float64Array.from({ length: count }, (_, i) => form.number(bytes, i * size, size));
  };
  const first = async (tag: number, missing: number): Promise<number> =>
    tags.has(tag) ? (await numbers(tag, 1))[0]! : missing;
  const bytes = async (tag: number): Promise<Buffer> => {
    const entry = tags.get(tag);
    return entry ? read(entry.at, entry.count) : Buffer.alloc(0);
  };
  return { first, numbers, bytes };
}

interface Form {
  readonly isBig: boolean;
  /** Bytes of an offset. */
  readonly wide: 4 | 8;
  /** Bytes of a directory's number of entries. */
  readonly countBytes: 2 | 8;
  readonly entryBytes: number;
  /** A whole number of `size` bytes, none of them negative. */
  number(from: Buffer, at: number, size: 1 | 2 | 4 | 8): number;
}

/** How numbers lie in this file: either byte order, offsets of 4 bytes or, in BigTIFF, of 8. */
function formOf(head: Buffer): Form {
  const isLittle = head[0] === 0x49;
  const number = (from: Buffer, at: number, size: 1 | 2 | 4 | 8): number => {
    if (size === 8) return Number(isLittle ? from.readBigUInt64LE(at) : from.readBigUInt64BE(at));
    return isLittle ? from.readUIntLE(at, size) : from.readUIntBE(at, size);
  };
  const isBig = number(head, 2, 2) === 43;
  return { isBig, wide: isBig ? 8 : 4, countBytes: isBig ? 8 : 2, entryBytes: isBig ? 20 : 12, number };
}

async function openAgain(path: string): Promise<FileHandle> {
  return open(path, 'r').catch((error: unknown) => {
    throw unreadable(path, error);
  });
}

async function readSpan(handle: FileHandle, file: ImageFile, at: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafeSlow(length);
  for (let done = 0; done < length; ) {
    const { bytesRead } = await handle.read(buffer, done, length - done, at + done).catch((error: unknown) => {
      throw unreadable(file.path, error);
    });
    if (bytesRead === 0) throw damagedDirectory(file);
    done += bytesRead;
  }
  return buffer;
}

const damagedDirectory = ({ path }: ImageFile): EngineFault =>
  new EngineFault('IMAGE_CORRUPT', 'The TIFF file is damaged: its directory leads out of the file.', { path });
