import type { Sharp } from 'sharp';
import { EngineFault } from '../fault.ts';
import { lookAtAlpha, withoutAlpha } from './alpha-channel.ts';
import { readBmpHeader } from './bmp.ts';
import { readBmpRows } from './bmp-rows.ts';
import { refuseDamagedTiff } from './damaged-tiff.ts';
import { allocateGrey, type GreyImage, releasePixels } from './grey-image.ts';
import { type ImageFile, openOnDisk } from './image-file.ts';
import { held, type JpegReader } from './jpeg/jpeg-kernel.ts';
import { libvipsInput, withLibvips } from './libvips.ts';
import { lumaFractions, lumaOfRgb } from './luma.ts';
import type { ProbedImage } from './probe.ts';

/** Rows `top` to `top + rows` of the upright image, full width. */
export interface RowBand {
  readonly top: number;
  readonly rows: number;
}

export interface DecodeOptions {
  /** Width × height that is still read; default `maxImagePixels`. */
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
  const plain = decodePlainJpeg(jpeg, image, band);
  if (plain !== null) return plain;
  refuseDamagedJpeg(jpeg, image);
  await refuseDamagedTiff(jpeg, image);
  return decodeRows(image, options, band);
}

/**
 * Refuses a damaged JPEG, since libvips warns of some flipped bits only, and a board that is judged by shifted blocks
 * would be a silent wrong verdict; one that cannot be looked through for its size is refused for the same reason.
 */
export function refuseDamagedJpeg(jpeg: JpegReader, { file }: ProbedImage): void {
  if (file.format !== 'jpeg') return;
  const outcome = file.bytes === null ? walkOnDisk(jpeg, file) : jpeg.walk(held(file.bytes));
  if (outcome === 'damaged') throw damagedJpeg(file.path);
  if (outcome !== 'no_room') return;
  const message =
    'The JPEG file, or its progressive picture, is larger than can be checked for damage. Save it as PNG or TIFF.';
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

/** As `refuseDamagedJpeg`, and decodes on the way what most boards come in, in half of libvips' time. Null: not decoded. */
function decodePlainJpeg(jpeg: JpegReader, { file, facts }: ProbedImage, { rows }: RowBand): GreyImage | null {
  if (file.format !== 'jpeg' || file.bytes === null || rows < facts.height) return null;
  if (facts.orientation !== 1 || facts.width * facts.height > rgbInMemoryPixels) return null;
  const grey = allocateGrey(facts.width, rows);
  const outcome = jpeg.decodeLuma(file.bytes, grey);
  if (outcome === 'damaged') throw damagedJpeg(file.path);
  return outcome === 'whole' ? grey : null;
}

function damagedJpeg(path: string): EngineFault {
  const message = 'The JPEG file is damaged: its data does not end where its picture does.';
  return new EngineFault('IMAGE_CORRUPT', message, { path });
}

/** Decodes the rows of `band`; row 0 of what comes back is row `band.top` of the image. */
export async function decodeRows(image: ProbedImage, options: DecodeOptions, band: RowBand): Promise<GreyImage> {
  const grey = await decodeShown(image, options, band);
  // Only what came out black can have an empty alpha channel: all others are decoded once.
  if (image.facts.alpha !== 'shape' || grey.data.some((level) => level !== 0)) return grey;
  const looked = await lookAtAlpha(image);
  return looked.facts.alpha === 'empty' ? decodeShown(looked, options, band) : grey;
}

async function decodeShown(image: ProbedImage, options: DecodeOptions, band: RowBand): Promise<GreyImage> {
  const { file, facts } = image;
  if (file.format === 'bmp') return decodeBmp(image, band);
  const whole = band.top === 0 && band.rows === facts.height;
  let pipeline = libvipsInput(file, { maxPixels: options.maxPixels ?? null });
  if (!whole) pipeline = pipeline.extract({ left: 0, top: band.top, width: facts.width, height: band.rows });
  pipeline = withoutAlpha(pipeline, facts.alpha);
  return withLibvips(file, async () => {
    if (facts.colour === 'grey') return rawGrey(pipeline.toColourspace('b-w'), facts.width, band.rows);
    if (facts.width * band.rows > rgbInMemoryPixels) {
      const luma: [number, number, number] = [...lumaFractions];
      const grey = pipeline.toColourspace('srgb').recomb([luma, luma, luma]).extractChannel(0);
      return rawGrey(grey, facts.width, band.rows);
    }
    const rgb = await pipeline.toColourspace('srgb').raw().toBuffer();
    const grey = allocateGrey(facts.width, band.rows);
    lumaOfRgb(rgb, grey.data);
    releasePixels(rgb);
    return grey;
  });
}

/** The pixels stay where libvips wrote them: a large image is not there twice. */
async function rawGrey(pipeline: Sharp, width: number, height: number): Promise<GreyImage> {
  const bytes = await pipeline.raw().toBuffer();
  if (bytes.length !== width * height) throw new Error(`${bytes.length} bytes for ${width} × ${height} grey pixels`);
  return { data: new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length), width, height };
}

async function decodeBmp({ file, facts }: ProbedImage, { top, rows }: RowBand): Promise<GreyImage> {
  const header = await readBmpHeader(file);
  const grey = allocateGrey(facts.width, rows);
  await readBmpRows(file, header, top, rows, (y, rgb) => {
    const row = y - top;
    lumaOfRgb(rgb, grey.data.subarray(row * grey.width, (row + 1) * grey.width));
  });
  return grey;
}

function clampBand(band: RowBand | undefined, height: number): RowBand {
  if (band === undefined) return { top: 0, rows: height };
  const top = Math.min(Math.max(0, band.top), height - 1);
  return { top, rows: Math.max(1, Math.min(band.rows, height - top)) };
}
