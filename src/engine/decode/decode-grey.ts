import type { Sharp } from 'sharp';
import { EngineFault } from '../fault.ts';
import { lookAtAlpha, withoutAlpha } from './alpha-channel.ts';
import { readBmpHeader } from './bmp.ts';
import { readBmpRows } from './bmp-rows.ts';
import { allocateGrey, type GreyImage } from './grey-image.ts';
import { type ImageFile, openOnDisk } from './image-file.ts';
import { held, type JpegReader } from './jpeg/jpeg-kernel.ts';
import { libvipsInput, releasePixels, withLibvips } from './libvips.ts';
import { lumaFractions, lumaOfRgb } from './luma.ts';
import type { ProbedImage } from './probe.ts';

/** Rows `top` to `top + rows` of the upright image, full width. */
export interface RowBand {
  readonly top: number;
  readonly rows: number;
}

export interface DecodeOptions {
  /** Width × height that is still read; default `defaultMaxPixels`. */
  readonly maxPixels?: number;
  readonly band?: RowBand;
}

/** Up to here a colour image is decoded to RGB and turned grey here, which is faster; above, libvips does it while it streams, in bounded memory. */
const rgbInMemoryPixels = 16_000_000;

/**
 * Reads an opened image as 8-bit luma, upright (EXIF orientation applied). 16-bit samples are scaled to 8, CMYK goes through
 * sRGB, transparency is laid over black (`withoutAlpha`).
 * Throws EngineFault: IMAGE_UNREADABLE, IMAGE_FORMAT or IMAGE_CORRUPT.
 */
export async function decodeGrey(
  jpeg: JpegReader,
  image: ProbedImage,
  options: DecodeOptions = {},
): Promise<GreyImage> {
  const band = clampBand(options.band, image.facts.height);
  const grey = allocateGrey(image.facts.width, band.rows);
  if (decodePlainJpeg(jpeg, image, grey)) return grey;
  refuseDamagedJpeg(jpeg, image);
  await decodeRowsInto(image, options, band, grey);
  return grey;
}

/**
 * Refuses a damaged JPEG, since libvips warns of some flipped bits only, and a board that is judged by shifted blocks
 * would be a silent wrong verdict; one that is too large to be looked through is refused for the same reason.
 */
export function refuseDamagedJpeg(jpeg: JpegReader, { file }: ProbedImage): void {
  if (file.format !== 'jpeg') return;
  const outcome = file.bytes === null ? walkOnDisk(jpeg, file) : jpeg.walk(held(file.bytes));
  if (outcome === 'damaged') throw damagedJpeg(file.path);
  if (outcome !== 'no_room') return;
  const megabytes = Math.round(file.byteLength / 1e6);
  const message = `The JPEG file has ${megabytes} MB, more than can be checked for damage. Save it as PNG or TIFF.`;
  throw new EngineFault('IMAGE_TOO_LARGE', message, { path: file.path, byteLength: file.byteLength });
}

function walkOnDisk(jpeg: JpegReader, file: ImageFile): ReturnType<JpegReader['walk']> {
  const source = openOnDisk(file);
  try {
    return jpeg.walk(source);
  } finally {
    source.close();
  }
}

/** As `refuseDamagedJpeg`, and decodes on the way what most boards come in, in half of libvips' time. False: not decoded. */
function decodePlainJpeg(jpeg: JpegReader, { file, facts }: ProbedImage, grey: GreyImage): boolean {
  if (file.format !== 'jpeg' || file.bytes === null) return false;
  if (facts.orientation !== 1 || facts.width * facts.height > rgbInMemoryPixels) return false;
  const outcome = jpeg.decodeLuma(file.bytes, grey);
  if (outcome === 'damaged') throw damagedJpeg(file.path);
  return outcome === 'whole';
}

function damagedJpeg(path: string): EngineFault {
  const message = 'The JPEG file is damaged: its data does not end where its picture does.';
  return new EngineFault('IMAGE_CORRUPT', message, { path });
}

/** Decodes the rows of `band` into `target`, whose row 0 is row `band.top` of the image. */
export async function decodeRowsInto(
  image: ProbedImage,
  options: DecodeOptions,
  band: RowBand,
  target: GreyImage,
): Promise<void> {
  await decodeShownInto(image, options, band, target);
  // Only what came out black can have an empty alpha channel: all others are decoded once.
  const shown = target.data.subarray(0, band.rows * target.width);
  if (image.facts.alpha !== 'shape' || shown.some((level) => level !== 0)) return;
  const looked = await lookAtAlpha(image);
  if (looked.facts.alpha === 'empty') await decodeShownInto(looked, options, band, target);
}

async function decodeShownInto(
  image: ProbedImage,
  options: DecodeOptions,
  band: RowBand,
  target: GreyImage,
): Promise<void> {
  const { file, facts } = image;
  if (file.format === 'bmp') {
    const header = await readBmpHeader(file);
    await readBmpRows(file, header, band.top, band.rows, (y, rgb) => {
      const row = y - band.top;
      lumaOfRgb(rgb, target.data.subarray(row * target.width, (row + 1) * target.width));
    });
    return;
  }
  const whole = band.top === 0 && band.rows === facts.height;
  let pipeline = libvipsInput(file, { maxPixels: options.maxPixels ?? null });
  if (!whole) pipeline = pipeline.extract({ left: 0, top: band.top, width: facts.width, height: band.rows });
  pipeline = withoutAlpha(pipeline, facts.alpha);
  await withLibvips(file, async () => {
    if (facts.colour === 'grey') {
      await withRaw(pipeline.toColourspace('b-w'), (grey) => target.data.set(grey));
    } else if (facts.width * band.rows <= rgbInMemoryPixels) {
      await withRaw(pipeline.toColourspace('srgb'), (rgb) => lumaOfRgb(rgb, target.data));
    } else {
      const luma: [number, number, number] = [...lumaFractions];
      const grey = pipeline.toColourspace('srgb').recomb([luma, luma, luma]).extractChannel(0);
      await withRaw(grey, (bytes) => target.data.set(bytes));
    }
  });
}

/** Hands the pixels to `use` and gives their memory back. */
async function withRaw(pipeline: Sharp, use: (bytes: Uint8Array) => void): Promise<void> {
  const bytes = await pipeline.raw().toBuffer();
  use(bytes);
  releasePixels(bytes);
}

function clampBand(band: RowBand | undefined, height: number): RowBand {
  if (band === undefined) return { top: 0, rows: height };
  const top = Math.min(Math.max(0, band.top), height - 1);
  return { top, rows: Math.max(1, Math.min(band.rows, height - top)) };
}
