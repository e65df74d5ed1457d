import { open } from 'node:fs/promises';
import { EngineFault } from '../fault.ts';
import { type ImageFile, unreadable } from './image-file.ts';

/** How the pixels of an uncompressed BMP lie in the file (Microsoft [MS-WMF] 2.2.2.3, BITMAPCOREHEADER to BITMAPV5HEADER). */
export interface BmpHeader {
  readonly width: number;
  readonly height: number;
  readonly bitsPerPixel: 1 | 4 | 8 | 16 | 24 | 32;
  /** First stored row is the top one; usual is bottom up. */
  readonly topDown: boolean;
  readonly pixelOffset: number;
  /** Bytes of a stored row: padded to 4. */
  readonly stride: number;
  /** RGB triples of the colour table; empty above 8 bits. */
  readonly palette: Uint8Array;
  /** Bit masks of red, green, blue for 16 and 32 bits. */
  readonly masks: readonly [number, number, number];
}

/** 14 bytes of file header, 124 of the longest info header, 3 masks, 256 palette entries. */
const headerBytes = 14 + 124 + 12 + 1024;
const depths = [1, 4, 8, 16, 24, 32] as const;

/** Throws EngineFault: IMAGE_FORMAT for kinds that are not read (run-length coded, embedded JPEG), IMAGE_CORRUPT for a header that contradicts itself. */
export async function readBmpHeader(file: ImageFile): Promise<BmpHeader> {
  const start = file.bytes?.subarray(0, headerBytes) ?? (await readStart(file));
  return parseBmpHeader(start, file.byteLength, file.path);
}

async function readStart(file: ImageFile): Promise<Buffer> {
  try {
    await using handle = await open(file.path, 'r');
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(headerBytes), 0, headerBytes, 0);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    throw unreadable(file.path, error);
  }
}

function parseBmpHeader(bytes: Buffer, byteLength: number, path: string): BmpHeader {
  const refuse = (message: string): EngineFault => new EngineFault('IMAGE_FORMAT', message, { path });
  const damaged = (message: string): EngineFault => new EngineFault('IMAGE_CORRUPT', message, { path });
  if (bytes.length < 26) throw damaged('The BMP file is cut short.');
  const infoSize = bytes.readUInt32LE(14);
  const core = infoSize === 12;
  if (!core && (infoSize < 40 || infoSize > 124)) throw refuse('The file is not an image (it only starts like a BMP).');
  if (bytes.length < 14 + infoSize) throw damaged('The BMP file is cut short.');
  const width = core ? bytes.readUInt16LE(18) : bytes.readInt32LE(18);
  const storedHeight = core ? bytes.readUInt16LE(20) : bytes.readInt32LE(22);
  const depth = depths.find((known) => known === bytes.readUInt16LE(core ? 24 : 28));
  const compression = core ? 0 : bytes.readUInt32LE(30);
  if (depth === undefined) throw refuse('The BMP file has a number of bits per pixel that is not supported.');
  const bitFields = (compression === 3 || compression === 6) && (depth === 16 || depth === 32);
  if (compression !== 0 && !bitFields)
    throw refuse('Compressed BMP files are not supported; save it without compression.');
  const height = Math.abs(storedHeight);
  if (width <= 0 || height === 0) throw damaged('The BMP header is damaged: the image has no size.');

  const pixelOffset = bytes.readUInt32LE(10);
  const stride = Math.ceil((width * depth) / 32) * 4;
  if (pixelOffset < 14 + infoSize || pixelOffset + stride * height > byteLength) {
    throw damaged(
      `The BMP file is damaged or cut short: ${width} × ${height} pixels do not fit into ${byteLength} bytes.`,
    );
  }
  return {
    width,
    height,
    bitsPerPixel: depth,
    topDown: storedHeight < 0,
    pixelOffset,
    stride,
    palette:
      depth <= 8
        ? readPalette(bytes.subarray(14 + infoSize, pixelOffset), core ? 3 : 4, 2 ** depth)
        : new Uint8Array(0),
    masks:
      bitFields && bytes.length >= 66
        ? readMasks(bytes)
        : depth === 16
          ? [0x7c00, 0x3e0, 0x1f]
          : [0xff0000, 0xff00, 0xff],
  };
}

/** Blue, green, red order in the file; an entry that is missing is black. */
function readPalette(table: Buffer, entryBytes: 3 | 4, entries: number): Uint8Array {
  const palette = new Uint8Array(entries * 3);
  for (let entry = 0; entry < entries && (entry + 1) * entryBytes <= table.length; entry++) {
    for (let channel = 0; channel < 3; channel++)
      palette[entry * 3 + channel] = table[entry * entryBytes + 2 - channel]!;
  }
  return palette;
}

function readMasks(bytes: Buffer): readonly [number, number, number] {
  return [bytes.readUInt32LE(54), bytes.readUInt32LE(58), bytes.readUInt32LE(62)];
}
