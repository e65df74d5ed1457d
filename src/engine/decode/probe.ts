import { maxImagePixels } from '../../core/detection/image-limits.ts';
import { EngineFault } from '../fault.ts';
import { readBmpHeader } from './bmp.ts';
import { type ImageFile, type ImageFormat, openImageFile } from './image-file.ts';
import type { JpegHeader, JpegReader } from './jpeg/jpeg-kernel.ts';
import { libvipsInput, withLibvips } from './libvips.ts';
import { countPictures } from './tiff-pages.ts';

/** Fewer pixels a side than this hold no defect that could be told from noise. */
const minSide = 8;

/** How an alpha channel takes part: `empty` is 0 everywhere, as frame grabbers write it into files of four channels. */
export type Alpha = 'none' | 'empty' | 'shape';

interface ImageFacts {
  readonly format: ImageFormat;
  /** Pixels, after EXIF orientation. */
  readonly width: number;
  readonly height: number;
  readonly bitDepth: 8 | 16;
  readonly colour: 'grey' | 'rgb' | 'cmyk';
  /** `shape` for any alpha channel until `lookAtAlpha` has looked at it. */
  readonly alpha: Alpha;
  /** EXIF orientation 1..8; 1: rows are stored top to bottom. */
  readonly orientation: number;
  /** Pictures that the file holds: a TIFF may have several pages. The first one is read. */
  readonly pictures: number;
}

export interface ProbedImage {
  readonly file: ImageFile;
  readonly facts: ImageFacts;
}

/**
 * Facts from the header alone; nothing is decoded. Keeps the opened file for the decoders.
 * `maxPixels`: width × height that is still read.
 * Throws EngineFault: IMAGE_UNREADABLE, IMAGE_EMPTY, IMAGE_FORMAT, IMAGE_CORRUPT, IMAGE_TOO_LARGE or IMAGE_TOO_SMALL.
 */
export async function openImage(
  jpeg: JpegReader,
  path: string,
  maxPixels: number = maxImagePixels,
): Promise<ProbedImage> {
  const file = await openImageFile(path);
  const facts = file.format === 'bmp' ? await bmpFacts(file) : (jpegFacts(jpeg, file) ?? (await libvipsFacts(file)));
  const { width, height } = facts;
  if (width * height > maxPixels) {
    const message = `The image is ${width} × ${height} pixels; the limit is ${maxPixels} pixels in all.`;
    throw new EngineFault('IMAGE_TOO_LARGE', message, { path, width, height, maxPixels });
  }
  if (width < minSide || height < minSide) {
    const message = `The image is ${width} × ${height} pixels; a board needs at least ${minSide} pixels a side.`;
    throw new EngineFault('IMAGE_TOO_SMALL', message, { path, width, height, minSide });
  }
  return { file, facts };
}

/** What libjpeg reads at all; with more, libvips says so. */
const mostJpegSide = 65_500;

/** Of a JPEG that says nothing but its size; null for what libvips has to look at. */
function jpegFacts(jpeg: JpegReader, { format, start, path }: ImageFile): ImageFacts | null {
  const header = format === 'jpeg' ? jpeg.header(start) : null;
  if (header === null) return null;
  const coding = unreadCoding(header);
  if (coding !== null) {
    const message = `The JPEG file uses ${coding}, which is not read here. Save it as an ordinary JPEG, PNG or TIFF.`;
    throw new EngineFault('IMAGE_FORMAT', message, { path, coding });
  }
  const { width, height, components, isPlain } = header;
  if (!isPlain || (components !== 1 && components !== 3) || Math.max(width, height) > mostJpegSide) return null;
  const colour = components === 1 ? 'grey' : 'rgb';
  return { format: 'jpeg', width, height, bitDepth: 8, colour, alpha: 'none', orientation: 1, pictures: 1 };
}

/** In words, a coding that few programs write and whose damage nobody here would notice; null for the usual ones. */
function unreadCoding({ frame, precision }: JpegHeader): string | null {
  // T.81, table B.1.
  if (frame >= 0xc9) return 'arithmetic coding';
  if (frame === 0xc3) return 'lossless coding';
  if (frame >= 0xc5) return 'hierarchical coding';
  return precision === 8 ? null : `${precision} bits a sample`;
}

async function libvipsFacts(file: ImageFile): Promise<ImageFacts> {
  // No pixel limit: this reads the header, and a message with the real size is worth more than libvips' own refusal.
  const meta = await withLibvips(file, () => libvipsInput(file, { maxPixels: null }).metadata());
  if (meta.depth !== 'uchar' && meta.depth !== 'ushort') {
    const message = `The image has samples of type ${meta.depth}; only 8 and 16 bit are supported.`;
    throw new EngineFault('IMAGE_FORMAT', message, { path: file.path });
  }
  const colourChannels = meta.channels - (meta.hasAlpha ? 1 : 0);
  return {
    format: file.format,
    width: meta.autoOrient.width,
    height: meta.autoOrient.height,
    bitDepth: meta.depth === 'ushort' ? 16 : 8,
    colour: meta.space === 'cmyk' ? 'cmyk' : colourChannels < 3 ? 'grey' : 'rgb',
    alpha: meta.hasAlpha ? 'shape' : 'none',
    orientation: meta.orientation ?? 1,
    pictures: file.format === 'tiff' && (meta.pages ?? 1) > 1 ? await countPictures(file) : 1,
  };
}

async function bmpFacts(file: ImageFile): Promise<ImageFacts> {
  const { width, height } = await readBmpHeader(file);
  return { format: 'bmp', width, height, bitDepth: 8, colour: 'rgb', alpha: 'none', orientation: 1, pictures: 1 };
}
