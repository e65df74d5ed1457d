import { EngineFault } from '../fault.ts';
import type { ImageFile } from './image-file.ts';
import type { TiffDirectory } from './tiff-directory.ts';

/** How the samples are coded (TIFF 6.0, section 8; its Technical Note 2; Adobe's supplement of 2002). */
export const tiffCoding = { lzw: 5, jpeg: 7, adobeDeflate: 8, oldDeflate: 32946 } as const;

/** A strip or a tile. */
export interface TiffPiece {
  /** Where it lies in the file. */
  readonly at: number;
  readonly length: number;
  /** Bytes that it decodes to. The last strip of a plane may be written as long as the others. */
  readonly least: number;
  readonly most: number;
}

export interface TiffPieces {
  readonly coding: number;
  /** FillOrder: the bits of each byte lie the other way round. */
  readonly isReversed: boolean;
  readonly pieces: readonly TiffPiece[];
}

/** Pieces may stand out over a small picture by this much before they are a trap: of the picture, and in any case. */
const mostExcess = { times: 16, bytes: 64 * 1024 * 1024 };

/**
 * The strips or tiles of a picture, with the bytes that each decodes to. What they decode to together is bounded by the picture.
 * Throws EngineFault IMAGE_CORRUPT where the directory does not say them.
 */
export async function piecesOf(file: ImageFile, directory: TiffDirectory): Promise<TiffPieces> {
  const [width, height] = [await directory.first(256, 0), await directory.first(257, 0)];
  const tileWidth = await directory.first(322, 0);
  const isTiled = tileWidth > 0;
  const across = isTiled ? tileWidth : width;
  const down = isTiled ? await directory.first(323, 0) : Math.min(height, await directory.first(278, height));
  const samples = await directory.first(277, 1);
  const isPlanar = samples > 1 && (await directory.first(284, 1)) === 2;
  const bytesOf = await sizing(directory, isPlanar ? 1 : samples, isPlanar);

  const columns = Math.ceil(width / across);
  const rows = Math.ceil(height / down);
  const count = columns * rows * (isPlanar ? samples : 1);
  const most = bytesOf(across, down);
  const picture = bytesOf(width, height) * (isPlanar ? samples : 1);
  const isSound = count > 0 && most > 0 && count * most <= picture * mostExcess.times + mostExcess.bytes;
  // Each piece takes two numbers in the file: no more of them are asked for than it can hold.
  if (!isSound || count > file.byteLength) throw unsound(file);

  const at = await directory.numbers(isTiled ? 324 : 273, count);
  const lengths = await directory.numbers(isTiled ? 325 : 279, count);
  const last = isTiled ? most : bytesOf(width, height - (rows - 1) * down);
  const pieces = Array.from(at, (from, i) => {
    const isLast = i % (columns * rows) === columns * rows - 1;
    return { at: from, length: lengths[i]!, least: isLast ? last : most, most };
  });
  return {
    coding: await directory.first(259, 1),
    isReversed: (await directory.first(266, 1)) === 2,
    pieces,
  };
}

/** Bytes of so many columns and rows. Rows begin at a whole byte; thinned chroma comes in blocks (TIFF 6.0, section 21). */
async function sizing(directory: TiffDirectory, samples: number, isPlanar: boolean) {
  const bits = await directory.first(258, 1);
  const isYCbCr = (await directory.first(262, 1)) === 6 && samples === 3 && !isPlanar;
  const rowBytes = (values: number): number => Math.ceil((values * bits) / 8);
  if (!isYCbCr) return (columns: number, rows: number): number => rowBytes(columns * samples) * rows;
  const thinned = (await directory.first(530, 0)) === 0 ? [2, 2] : await directory.numbers(530, 2);
  const [h = 1, v = 1] = thinned;
  return (columns: number, rows: number): number =>
    rowBytes(Math.ceil(columns / h) * (h * v + 2)) * Math.ceil(rows / v);
}

const unsound = ({ path }: ImageFile): EngineFault =>
  new EngineFault('IMAGE_CORRUPT', 'The TIFF file is damaged: its strips or tiles are not those of its picture.', {
    path,
  });
