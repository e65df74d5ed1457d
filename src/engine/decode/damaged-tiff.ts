import { Readable } from 'node:stream';
import { createInflate, inflateSync } from 'node:zlib';
import { EngineFault } from '../fault.ts';
import type { ImageFile } from './image-file.ts';
import { held, type JpegReader } from './jpeg/jpeg-kernel.ts';
import { createLzwLength } from './lzw-length.ts';
import type { ProbedImage } from './probe.ts';
import { openTiff, type TiffDirectory, type TiffFile } from './tiff-directory.ts';
import { piecesOf, type TiffPiece, tiffCoding } from './tiff-pieces.ts';

/** Bytes of a piece, as they lie in the file. */
type Chunks = AsyncGenerator<Buffer, void, undefined>;
/** Bytes that a piece decodes to; null: its data is damaged. No more than a little above `piece.most` are decoded. */
type Measure = (chunks: Chunks, piece: TiffPiece) => Promise<number | null>;
/** Tag of the tables that all JPEG pieces of a picture share (TIFF Technical Note 2). */
const jpegTables = 347;

/** JPEG as before the Technical Note 2. */
const oldJpeg = 6;

const chunkBytes = 1024 * 1024;
/** Up to here a piece is inflated at once: most have some kilobytes, and a stream costs each more than its bytes do. */
const atOnceBytes = 4 * 1024 * 1024;

/**
 * Refuses a TIFF whose Deflate, LZW or JPEG data is damaged, since libtiff stops at the last pixel and looks neither at
 * what comes behind it nor at Deflate's checksum: the rest of a strip would be judged as whatever the flipped bits make
 * of it.
 * What has no check of its own (no compression, PackBits) cannot be told from a picture.
 * Throws EngineFault: IMAGE_CORRUPT, IMAGE_UNREADABLE or IMAGE_FORMAT.
 */
export async function refuseDamagedTiff(jpeg: JpegReader, { file }: ProbedImage): Promise<void> {
  if (file.format !== 'tiff') return;
  const tiff = await openTiff(file);
  try {
    for await (const directory of tiff.directories()) {
      if (await isBareYcbcr(directory)) throw bareYcbcr(file);
      const measure = await measureOf(jpeg, directory);
      if (measure) await lookThrough(file, tiff, await piecesOf(file, directory), measure);
      // Only the first picture is judged.
      return;
    }
  } finally {
    await tiff.close();
  }
}

/** PhotometricInterpretation 6 with samples that no JPEG decoder turns into colours: libvips takes them for red, green and blue. */
const isBareYcbcr = async (directory: TiffDirectory): Promise<boolean> =>
  (await directory.first(262, 1)) === 6 && ![oldJpeg, tiffCoding.jpeg].includes(await directory.first(259, 1));

function bareYcbcr({ path }: ImageFile): EngineFault {
  const message =
    'The TIFF file holds brightness and colour differences (YCbCr) without JPEG, which is not read here. Save it as grey or RGB.';
  return new EngineFault('IMAGE_FORMAT', message, { path });
}

async function lookThrough(
  file: ImageFile,
  tiff: TiffFile,
  { pieces, isReversed, coding }: Awaited<ReturnType<typeof piecesOf>>,
  measure: Measure,
): Promise<void> {
  for (const [index, piece] of pieces.entries()) {
    if (coding === tiffCoding.lzw && (await isOldLzw(tiff, piece))) throw oldLzw(file);
    const bytes = await measure(read(tiff, piece, isReversed), piece);
    if (bytes !== null && bytes >= piece.least && bytes <= piece.most) continue;
    const message = `The TIFF file is damaged: piece ${index + 1} of the ${pieces.length} of its picture does not hold what was written.`;
    throw new EngineFault('IMAGE_CORRUPT', message, { path: file.path, piece: index });
  }
}

/** Null: nothing tells whether the data is whole. */
async function measureOf(jpeg: JpegReader, directory: TiffDirectory): Promise<Measure | null> {
  switch (await directory.first(259, 1)) {
    case tiffCoding.adobeDeflate:
    case tiffCoding.oldDeflate:
      return measureDeflate;
    case tiffCoding.lzw:
      return measureLzw;
    case tiffCoding.jpeg: {
      const tables = await directory.bytes(jpegTables);
      return (chunks, piece) => measureJpeg(jpeg, tables, chunks, piece);
    }
    default:
      return null;
  }
}

/** zlib itself refuses data that ends too early and a wrong Adler-32. */
async function measureDeflate(chunks: Chunks, piece: TiffPiece): Promise<number | null> {
  try {
    return await (piece.most <= atOnceBytes && piece.length <= chunkBytes ? inflateAtOnce : inflateStreaming)(
      chunks,
      piece,
    );
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code.startsWith('Z_') || code === 'ERR_BUFFER_TOO_LARGE') return null;
    throw error;
  }
}

async function inflateAtOnce(chunks: Chunks, { most }: TiffPiece): Promise<number> {
  let bytes = 0;
  for await (const chunk of chunks) bytes = inflateSync(chunk, { maxOutputLength: most }).length;
  return bytes;
}

async function inflateStreaming(chunks: Chunks, { most }: TiffPiece): Promise<number> {
  const source = Readable.from(chunks);
  const inflate = createInflate({ chunkSize: chunkBytes });
  source.on('error', (error) => inflate.destroy(error));
  // Not `pipeline`: it would wait for bytes behind the end of the data to be taken, which nobody takes.
  source.pipe(inflate);
  try {
    let bytes = 0;
    for await (const chunk of inflate as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > most) break;
    }
    return bytes;
  } finally {
    source.destroy();
    inflate.destroy();
  }
}

async function measureLzw(chunks: Chunks): Promise<number | null> {
  const lzw = createLzwLength();
  for await (const chunk of chunks) lzw.feed(chunk);
  return lzw.length();
}

/** A JPEG file of its own, with the tables in their place: whole if its data ends where its picture does. */
async function measureJpeg(jpeg: JpegReader, tables: Buffer, chunks: Chunks, piece: TiffPiece): Promise<number | null> {
  const parts: Buffer[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  const own = Buffer.concat(parts);
  const marker = 2;
  const whole = tables.length > 2 * marker ? Buffer.concat([tables.subarray(0, -marker), own.subarray(marker)]) : own;
  const outcome = jpeg.walk(held(whole));
  return outcome === 'damaged' || outcome === 'no_room' ? null : piece.least;
}

async function* read(tiff: TiffFile, { at, length }: TiffPiece, isReversed: boolean): Chunks {
  for (let done = 0; done < length; done += chunkBytes) {
    const chunk = await tiff.read(at + done, Math.min(chunkBytes, length - done));
    yield isReversed ? Buffer.from(chunk.map(reverseBits)) : chunk;
  }
}

const reverseBits = (byte: number): number => {
  const halves = ((byte & 0x0f) << 4) | (byte >> 4);
  const pairs = ((halves & 0x33) << 2) | ((halves >> 2) & 0x33);
  return ((pairs & 0x55) << 1) | ((pairs >> 1) & 0x55);
};

/** LZW as programs wrote it before TIFF 6.0, low bit first: libtiff's own way to tell. */
async function isOldLzw(tiff: TiffFile, { at, length }: TiffPiece): Promise<boolean> {
  const [first = 0, second = 0] = await tiff.read(at, Math.min(2, length));
  return length >= 2 && first === 0 && (second & 1) === 1;
}

function oldLzw({ path }: ImageFile): EngineFault {
  const message =
    'The TIFF file uses LZW as it was before TIFF 6.0, which is not read here. Save it with another compression.';
  return new EngineFault('IMAGE_FORMAT', message, { path });
}
