import { open } from 'node:fs/promises';
import { readBmpHeader } from '../decode/bmp.ts';
import { readBmpRows } from '../decode/bmp-rows.ts';
import type { ImageFile } from '../decode/image-file.ts';

/** Rows that one strip holds: readers keep one strip in memory. */
const rowsPerStrip = 64;

/**
 * Writes a BMP's pixels as an uncompressed 8-bit RGB TIFF (TIFF 6.0, little endian), which libvips can stream; it reads
 * no BMP. Memory: one strip. Throws EngineFault for the BMP and system errors for the target.
 */
export async function writeBmpAsTiff(file: ImageFile, path: string): Promise<void> {
  const header = await readBmpHeader(file);
  const { width, height } = header;
  const rowBytes = width * 3;
  const strips = Math.ceil(height / rowsPerStrip);
  const head = tiffHead({ width, height, strips, rowBytes });
  await using target = await open(path, 'wx');
  await target.write(head, 0, head.length, 0);
  for (let strip = 0; strip < strips; strip += 1) {
    const top = strip * rowsPerStrip;
    const rows = Math.min(rowsPerStrip, height - top);
    const pixels = new Uint8Array(rows * rowBytes);
    await readBmpRows(file, header, top, rows, (y, rgb) => pixels.set(rgb, (y - top) * rowBytes));
    await target.write(pixels, 0, pixels.length, head.length + top * rowBytes);
  }
}

interface Strips {
  readonly width: number;
  readonly height: number;
  readonly strips: number;
  readonly rowBytes: number;
}

const short = 3;
const long = 4;

function tiffHead({ width, height, strips, rowBytes }: Strips): Buffer {
  const entryCount = 10;
  const tablesAt = 8 + 2 + entryCount * 12 + 4;
  const bitsAt = tablesAt;
  const offsetsAt = bitsAt + 8;
  const countsAt = offsetsAt + strips * 4;
  const head = Buffer.alloc(countsAt + strips * 4);
  head.write('II', 'latin1');
  head.writeUInt16LE(42, 2);
  head.writeUInt32LE(8, 4);
  head.writeUInt16LE(entryCount, 8);
  let at = 10;
  const entry = (tag: number, type: number, count: number, value: number): void => {
    head.writeUInt16LE(tag, at);
    head.writeUInt16LE(type, at + 2);
    head.writeUInt32LE(count, at + 4);
    if (type === short && count === 1) head.writeUInt16LE(value, at + 8);
    else head.writeUInt32LE(value, at + 8);
    at += 12;
  };
  const stripBytes = (strip: number): number => Math.min(rowsPerStrip, height - strip * rowsPerStrip) * rowBytes;
  const oneStrip = strips === 1;
  entry(256, long, 1, width);
  entry(257, long, 1, height);
  entry(258, short, 3, bitsAt);
  entry(259, short, 1, 1);
  entry(262, short, 1, 2);
  // A single value stands in the entry itself.
  entry(273, long, strips, oneStrip ? head.length : offsetsAt);
  entry(277, short, 1, 3);
  entry(278, long, 1, rowsPerStrip);
  entry(279, long, strips, oneStrip ? stripBytes(0) : countsAt);
  entry(284, short, 1, 1);
  for (let channel = 0; channel < 3; channel += 1) head.writeUInt16LE(8, bitsAt + channel * 2);
  for (let strip = 0; strip < strips; strip += 1) {
    head.writeUInt32LE(head.length + strip * rowsPerStrip * rowBytes, offsetsAt + strip * 4);
    head.writeUInt32LE(stripBytes(strip), countsAt + strip * 4);
  }
  return head;
}
