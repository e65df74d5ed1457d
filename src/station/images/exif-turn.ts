/** Whether EXIF turns a picture, told from its header: the engine need not be asked of the many that nothing turns. */
import { type FileHandle, open } from 'node:fs/promises';
import { sniffFormat } from './format.ts';

/** `length` bytes from `at` on; fewer are an error. */
type Read = (at: number, length: number) => Promise<Buffer>;

/** False only where the file surely says nothing of the kind. What cannot be read, or is odd, is for the engine to look at. */
export async function mayBeTurned(path: string): Promise<boolean> {
  let file: FileHandle | undefined;
  try {
    file = await open(path);
    const read = readerOf(file);
    const format = sniffFormat(await read(0, 8));
    if (format === 'bmp') return false;
    if (format === 'jpeg') return await jpegMayBeTurned(read);
    if (format === 'png') return await pngMayBeTurned(read);
    return format !== 'tiff' || (await tiffMayBeTurned(read));
  } catch {
    return true;
  } finally {
    await file?.close();
  }
}

const readerOf =
  (file: FileHandle): Read =>
  async (at, length) => {
    const bytes = Buffer.alloc(length);
    const { bytesRead } = await file.read(bytes, 0, length, at);
    if (bytesRead < length) throw new RangeError('The file ends before what it names');
    return bytes;
  };

/** T.81, annex B: segments up to the first scan. */
async function jpegMayBeTurned(read: Read): Promise<boolean> {
  for (let at = 2; ; ) {
    const [before = 0, marker = 0] = await read(at, 2);
    if (before !== 0xff || marker === 0xff) return true;
    if (marker === 0xda) return false;
    const length = (await read(at + 2, 2)).readUInt16BE();
    if (marker === 0xe1 && length >= 8) {
      const segment = await read(at + 4, length - 2);
      if (segment.toString('latin1', 0, 6) === 'Exif\0\0' && (await exifMayTurn(segment.subarray(6)))) return true;
    }
    at += 2 + length;
  }
}

/** PNG third edition, 5.3: chunks up to the last. */
async function pngMayBeTurned(read: Read): Promise<boolean> {
  for (let at = 8; ; ) {
    const head = await read(at, 8);
    const length = head.readUInt32BE();
    const type = head.toString('latin1', 4);
    if (type === 'IEND') return false;
    if (type === 'eXIf' && (await exifMayTurn(await read(at + 8, length)))) return true;
    // Older programs keep EXIF in a text.
    if (/^[tzi]TXt$/.test(type) && (await read(at + 8, Math.min(length, 17))).includes('Raw profile type')) return true;
    at += 12 + length;
  }
}

const exifMayTurn = (bytes: Buffer): Promise<boolean> =>
  tiffMayBeTurned(async (at, length) => {
    if (at + length > bytes.length) throw new RangeError('The block ends before what it names');
    return bytes.subarray(at, at + length);
  });

const orientationTag = 0x0112;

/** TIFF 6.0, section 2: the entries of the first directory. A BigTIFF is for the engine. */
async function tiffMayBeTurned(read: Read): Promise<boolean> {
  const head = await read(0, 8);
  const isLittle = head[0] === 0x49;
  const short = (bytes: Buffer, at: number): number => (isLittle ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const long = (bytes: Buffer, at: number): number => (isLittle ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  if (short(head, 2) !== 42) return true;
  const directory = long(head, 4);
  const count = short(await read(directory, 2), 0);
  const entries = await read(directory + 2, count * 12);
  for (let at = 0; at < entries.length; at += 12) {
    if (short(entries, at) !== orientationTag) continue;
    const isOneShort = short(entries, at + 2) === 3 && long(entries, at + 4) === 1;
    if (!isOneShort || short(entries, at + 8) > 1) return true;
  }
  return false;
}
