import { type FileHandle, open } from 'node:fs/promises';
import { EngineFault } from '../fault.ts';
import type { BmpHeader } from './bmp.ts';
import { type ImageFile, unreadable } from './image-file.ts';

const chunkBytes = 4 * 1024 * 1024;

/**
 * Reads rows `top` to `top + rows` of the picture in chunks of a few megabytes and hands each as interleaved RGB to `onRow`
 * (the buffer is reused; `y` counts from the picture's top). Alpha of 32-bit files is ignored: writers leave it undefined.
 * Throws EngineFault: IMAGE_UNREADABLE or IMAGE_CORRUPT (the file shrank).
 */
export async function readBmpRows(
  file: ImageFile,
  header: BmpHeader,
  top: number,
  rows: number,
  onRow: (y: number, rgb: Uint8Array) => void,
): Promise<void> {
  const rgb = new Uint8Array(header.width * 3);
  const expand = rowExpander(header);
  const rowsPerChunk = Math.max(1, Math.floor(chunkBytes / header.stride));
  const handle = file.bytes === null ? await openAgain(file.path) : null;
  try {
    for (let first = top; first < top + rows; first += rowsPerChunk) {
      const count = Math.min(rowsPerChunk, top + rows - first);
      const storedFirst = header.topDown ? first : header.height - first - count;
      const at = header.pixelOffset + storedFirst * header.stride;
      const chunk = await readSpan(file, handle, at, count * header.stride);
      for (let row = 0; row < count; row++) {
        const stored = header.topDown ? row : count - 1 - row;
        expand(chunk.subarray(stored * header.stride, (stored + 1) * header.stride), rgb);
        onRow(first + row, rgb);
      }
    }
  } finally {
    await handle?.close();
  }
}

async function openAgain(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (error) {
    throw unreadable(path, error);
  }
}

async function readSpan(file: ImageFile, handle: FileHandle | null, at: number, length: number): Promise<Buffer> {
  if (handle === null) return file.bytes!.subarray(at, at + length);
  const chunk = Buffer.allocUnsafeSlow(length);
  for (let done = 0; done < length; ) {
    const { bytesRead } = await handle.read(chunk, done, length - done, at + done).catch((error: unknown) => {
      throw unreadable(file.path, error);
    });
    if (bytesRead === 0) throw new EngineFault('IMAGE_CORRUPT', 'The BMP file is cut short.', { path: file.path });
    done += bytesRead;
  }
  return chunk;
}

type RowExpander = (stored: Buffer, rgb: Uint8Array) => void;

function rowExpander(header: BmpHeader): RowExpander {
  const { width, bitsPerPixel } = header;
  if (bitsPerPixel <= 8) return paletteExpander(header);
  if (bitsPerPixel === 24) {
    return (stored, rgb) => {
      for (let at = 0; at < width * 3; at += 3) {
        rgb[at] = stored[at + 2]!;
        rgb[at + 1] = stored[at + 1]!;
        rgb[at + 2] = stored[at]!;
      }
    };
  }
  return maskExpander(header);
}

function paletteExpander({ width, bitsPerPixel, palette }: BmpHeader): RowExpander {
  const perByte = 8 / bitsPerPixel;
  const mask = 2 ** bitsPerPixel - 1;
  return (stored, rgb) => {
    for (let x = 0; x < width; x++) {
      const shift = 8 - bitsPerPixel * ((x % perByte) + 1);
      const entry = ((stored[Math.floor(x / perByte)]! >> shift) & mask) * 3;
      rgb[x * 3] = palette[entry]!;
      rgb[x * 3 + 1] = palette[entry + 1]!;
      rgb[x * 3 + 2] = palette[entry + 2]!;
    }
  };
}

function maskExpander({ width, bitsPerPixel, masks }: BmpHeader): RowExpander {
  const bytes = bitsPerPixel / 8;
  const channels = masks.map((mask) => {
    const shift = mask === 0 ? 0 : 31 - Math.clz32(mask & -mask);
    return { shift, full: mask >>> shift };
  });
  return (stored, rgb) => {
    for (let x = 0; x < width; x++) {
      const value = stored.readUIntLE(x * bytes, bytes);
      for (let channel = 0; channel < 3; channel++) {
        const { shift, full } = channels[channel]!;
        const level = (value >>> shift) & full;
        rgb[x * 3 + channel] = full === 0 ? 0 : Math.round((level * 255) / full);
      }
    }
  };
}
