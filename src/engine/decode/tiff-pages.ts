import { open } from 'node:fs/promises';
import { EngineFault } from '../fault.ts';
import { type ImageFile, unreadable } from './image-file.ts';

/** Pages that are looked at: more are no one board in any case, and a chain may lead in a circle. */
const mostPages = 64;
/** Of one directory. */
const mostEntries = 4096;

interface Page {
  readonly width: number;
  readonly height: number;
  /** NewSubfileType: the same picture again in fewer pixels. */
  readonly isReduced: boolean;
  /** NewSubfileType: which pixels of another page count, not a picture. */
  readonly isMask: boolean;
}

/**
 * Pictures in a TIFF file of several pages (TIFF 6.0, section 2; BigTIFF): the first, and each further one that is
 * neither it in fewer pixels (a pyramid, a thumbnail) nor a mask. Only the first would ever be looked at.
 * Throws EngineFault: IMAGE_UNREADABLE or IMAGE_CORRUPT.
 */
export async function countPictures(file: ImageFile): Promise<number> {
  const pages = await readPages(file);
  const [first] = pages;
  let level = first;
  let pictures = 1;
  for (const page of pages.slice(1)) {
    const isThumbnail = page.isReduced && first !== undefined && page.width < first.width && page.height < first.height;
    if (level && isHalf(page.width, level.width) && isHalf(page.height, level.height)) level = page;
    else if (!page.isMask && !isThumbnail) pictures += 1;
  }
  return pictures;
}

/** Programs round up or down, and a very thin picture stays one pixel thin. */
const isHalf = (side: number, of: number): boolean => Math.abs(side - of / 2) <= 1;

async function readPages(file: ImageFile): Promise<readonly Page[]> {
  const handle = await open(file.path, 'r').catch((error: unknown) => {
    throw unreadable(file.path, error);
  });
  try {
    const read = async (at: number, length: number): Promise<Buffer> => {
      if (at + length > file.byteLength) throw damaged(file);
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, at).catch((error: unknown) => {
        throw unreadable(file.path, error);
      });
      if (bytesRead < length) throw damaged(file);
      return buffer;
    };
    const numbers = numbersOf(await read(0, 4));
    const pages: Page[] = [];
    let at = numbers.offset(await read(numbers.isBig ? 8 : 4, numbers.offsetBytes), 0);
    while (at !== 0 && pages.length < mostPages) {
      const entries = numbers.count(await read(at, numbers.countBytes));
      if (entries > mostEntries) throw damaged(file);
      const size = numbers.entryBytes * entries;
      const directory = await read(at + numbers.countBytes, size + numbers.offsetBytes);
      const tags = new Map<number, number>();
      for (let entry = 0; entry < size; entry += numbers.entryBytes) {
        tags.set(numbers.short(directory, entry), numbers.value(directory, entry));
      }
      pages.push(pageOf(tags));
      at = numbers.offset(directory, size);
    }
    return pages;
  } finally {
    await handle.close();
  }
}

function pageOf(tags: ReadonlyMap<number, number>): Page {
  const kind = tags.get(254) ?? 0;
  return {
    width: tags.get(256) ?? 0,
    height: tags.get(257) ?? 0,
    // SubfileType (255) is its older form: 2 is the reduced one.
    isReduced: (kind & 1) !== 0 || tags.get(255) === 2,
    isMask: (kind & 4) !== 0,
  };
}

/** How numbers lie in this file: either byte order, offsets of 4 bytes or, in BigTIFF, of 8. */
function numbersOf(head: Buffer) {
  const isLittle = head[0] === 0x49;
  const short = (from: Buffer, at: number): number => (isLittle ? from.readUInt16LE(at) : from.readUInt16BE(at));
  const long = (from: Buffer, at: number): number => (isLittle ? from.readUInt32LE(at) : from.readUInt32BE(at));
  const longLong = (from: Buffer, at: number): number =>
    Number(isLittle ? from.readBigUInt64LE(at) : from.readBigUInt64BE(at));
  const isBig = short(head, 2) === 43;
  const offset = isBig ? longLong : long;
  return {
    isBig,
    offsetBytes: isBig ? 8 : 4,
    countBytes: isBig ? 8 : 2,
    entryBytes: isBig ? 20 : 12,
    short,
    offset,
    count: (from: Buffer): number => (isBig ? longLong(from, 0) : short(from, 0)),
    /** Of an entry that holds one whole number of 16 or 32 bits, as all that are asked for do. */
    value(directory: Buffer, entry: number): number {
      const at = entry + (isBig ? 12 : 8);
      return short(directory, entry + 2) === 3 ? short(directory, at) : long(directory, at);
    },
  };
}

const damaged = (file: ImageFile): EngineFault =>
  new EngineFault('IMAGE_CORRUPT', 'The TIFF file is damaged: its list of pages cannot be followed.', {
    path: file.path,
  });
