import sharp, { type Sharp } from 'sharp';
import { EngineFault } from '../fault.ts';
import type { ImageFile } from './image-file.ts';

// The engine reads files that may be made to attack a decoder: every loader is off except the three that boards come in.
// Block and cache are settings of the whole process in libvips. No cache: each board is read once. One thread an image:
// boards are decoded beside each other and beside inference, and JPEG and PNG decoding is serial anyway.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadTiff'] });
sharp.cache(false);
sharp.concurrency(1);

const defaultDecodeSeconds = 60;

export interface LibvipsOptions {
  /** Refuse a header that asks for more pixels; null only where nothing is decoded. */
  readonly maxPixels: number | null;
  readonly timeoutSeconds?: number;
}

/**
 * A libvips pipeline on the file: EXIF orientation applied, ICC profiles ignored (board and golden are compared by
 * their numbers), any warning of the decoder taken as damage (a flipped bit in a JPEG is only a warning).
 */
export function libvipsInput(file: ImageFile, options: LibvipsOptions): Sharp {
  const image = sharp(file.bytes ?? file.path, {
    failOn: 'warning',
    limitInputPixels: options.maxPixels ?? false,
    sequentialRead: true,
    ignoreIcc: true,
    autoOrient: true,
  });
  return image.timeout({ seconds: options.timeoutSeconds ?? defaultDecodeSeconds });
}

/** The engine's fault for what sharp threw. */
function libvipsFault(file: ImageFile, error: unknown): EngineFault {
  const text = error instanceof Error ? error.message : String(error);
  const details = { path: file.path, decoder: text.slice(0, 500) };
  if (/pixel limit/i.test(text)) {
    return new EngineFault('IMAGE_TOO_LARGE', 'The image has more pixels than the limit allows.', details, error);
  }
  if (/^timeout/i.test(text)) {
    return new EngineFault('IMAGE_CORRUPT', 'Reading the image took too long and was given up.', details, error);
  }
  const message = `The ${file.format.toUpperCase()} file is damaged or cut short.`;
  return new EngineFault('IMAGE_CORRUPT', message, details, error);
}

/** Runs a step of a pipeline, turning what it throws into a fault. */
export async function withLibvips<T>(file: ImageFile, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    throw error instanceof EngineFault ? error : libvipsFault(file, error);
  }
}
