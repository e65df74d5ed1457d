import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import sharp, { type Sharp } from 'sharp';
import { markDrawn } from '../../core/detection/drawn-picture.ts';
import type { ColourImage } from '../decode/grey-image.ts';
import { EngineFault } from '../fault.ts';

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EACCES: 'this account may not write there',
  EPERM: 'this account may not write there',
  EROFS: 'the disk is read-only',
  ENOENT: 'the folder does not exist',
  ENOTDIR: 'a part of the path is not a folder',
  EISDIR: 'a folder of that name is in the way',
  EIO: 'the disk reported a write error',
};

/** Enlarged or reduced to `width` × `height`. */
export async function resizePicture(picture: ColourImage, width: number, height: number): Promise<ColourImage> {
  if (width === picture.width && height === picture.height) return picture;
  const data = await asSharp(picture).resize({ width, height, fit: 'fill', kernel: 'cubic' }).raw().toBuffer();
  return { data, width, height };
}

function asSharp({ data, width, height }: ColourImage): Sharp {
  return sharp(data, { raw: { width, height, channels: 3 }, limitInputPixels: width * height });
}

/**
 * Writes the picture as a JPEG with the mark of what the program drew. The file appears complete or not at all: it is written under another name in the
 * same folder and renamed. Throws EngineFault OUTPUT_UNWRITABLE.
 */
export async function writePicture(picture: ColourImage, outPath: string): Promise<void> {
  const bytes = await asSharp(picture).jpeg({ quality: 88, chromaSubsampling: '4:4:4' }).toBuffer();
  await writeWhole(markDrawn(bytes), outPath);
}

/** As `writePicture`, what is encoded already. */
export async function writeWhole(bytes: Uint8Array, outPath: string): Promise<void> {
  const temporary = `${outPath}.${randomUUID()}.tmp`;
  try {
    await writeFile(temporary, bytes, { flag: 'wx' });
    await rename(temporary, outPath);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw unwritable(outPath, error);
  }
}

export function unwritable(path: string, error: unknown): EngineFault {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN';
  const reason = reasons[code] ?? `the system reported ${code}`;
  return new EngineFault(
    'OUTPUT_UNWRITABLE',
    `The picture could not be written: ${reason}.`,
    { path, reason: code },
    error,
  );
}
