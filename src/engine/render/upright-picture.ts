import { libvipsInput, withLibvips } from '../decode/libvips.ts';
import type { ProbedImage } from '../decode/probe.ts';
import { writeWhole } from './picture-file.ts';

/** Seconds: a turned picture is decoded whole before its first row is written. */
const decodeSeconds = 120;

/**
 * Writes a picture that EXIF turns as a PNG that needs no turning, with the numbers that its file has (only CMYK, which PNG
 * cannot hold, becomes sRGB); nothing of one whose rows are upright. The file appears complete or not at all.
 * Throws EngineFault: the image codes of `decodeGrey`, or OUTPUT_UNWRITABLE.
 */
export async function writeUpright({ file, facts }: ProbedImage, outPath: string): Promise<void> {
  const { width, height, orientation, bitDepth, colour } = facts;
  // EXIF 2.32, tag 0x0112: 2 to 8 turn or mirror; readers take what is no such number for none.
  if (orientation < 2 || orientation > 8) return;
  const space = colour === 'grey' ? (bitDepth === 16 ? 'grey16' : 'b-w') : bitDepth === 16 ? 'rgb16' : 'srgb';
  const input = libvipsInput(file, { maxPixels: width * height, timeoutSeconds: decodeSeconds });
  const bytes = await withLibvips(file, () => input.toColourspace(space).png().toBuffer());
  await writeWhole(bytes, outPath);
}
