import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import sharp, { type TiffOptions } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refuseDamagedTiff } from './damaged-tiff.ts';
import { decodeRows } from './decode-grey.ts';
import { createImageDecoder } from './image-decoder.ts';
import { openImageFile } from './image-file.ts';
import { createJpegReader } from './jpeg/jpeg-kernel.ts';
import type { ProbedImage } from './probe.ts';
import { type StripTiff, stripTiff } from './testing/strip-tiff.ts';

const decoder = createImageDecoder();
const jpegs = createJpegReader();
const side = 128;
/** Tracks and pads with some noise: what compresses well and badly, both. */
const levelAt = (x: number, y: number): number =>
  ((x >> 3) + (y >> 4)) % 3 === 0 ? 200 : 40 + ((((y * side + x) * 2654435761) >>> 28) & 15);
const pixels = Uint8Array.from({ length: side * side }, (_, at) => levelAt(at % side, Math.floor(at / side)));
const picture = () => sharp(pixels, { raw: { width: side, height: side, channels: 1 } }).toColourspace('b-w');
const written = (options: TiffOptions): Promise<Buffer> => picture().tiff(options).toBuffer();

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fiducial-tiff-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function opened(bytes: Uint8Array): Promise<ProbedImage> {
  const path = join(folder, 'board.tif');
  await writeFile(path, bytes);
  return decoder.open(path);
}

const read = async (bytes: Uint8Array) => decoder.grey(await opened(bytes));
/** As it was read before its data was looked through. */
const readByLibtiff = async (bytes: Uint8Array) => decodeRows(await opened(bytes), {}, { top: 0, rows: side });

/** The pixels in strips of so many rows. */
const rowsOf = (data: Uint8Array, rowBytes: number, rows: number): Uint8Array[] =>
  Array.from({ length: Math.ceil(data.length / rowBytes / rows) }, (_, i) =>
    data.subarray(i * rows * rowBytes, (i + 1) * rows * rowBytes),
  );

const deflated = (rows: number, more: Partial<StripTiff> = {}): Buffer =>
  stripTiff({
    width: side,
    height: side,
    rows,
    compression: 8,
    strips: rowsOf(pixels, side, rows).map((strip) => deflateSync(strip)),
    ...more,
  });

const reversed = (bytes: Uint8Array): Uint8Array =>
  bytes.map((byte) => Number.parseInt([...byte.toString(2).padStart(8, '0')].reverse().join(''), 2));

describe('a sound TIFF is read', () => {
  it.each(['deflate', 'lzw'] as const)('%s, as libtiff writes it', async (compression) => {
    for (const predictor of ['none', 'horizontal'] as const) {
      for (const more of [{}, { tile: true, tileWidth: 48, tileHeight: 32 }, { bigtiff: true }, { pyramid: true }]) {
        expect((await read(await written({ compression, predictor, ...more }))).data).toEqual(pixels);
      }
    }
    const bilevel = await read(await written({ compression, predictor: 'none', bitdepth: 1 }));
    expect(new Set(bilevel.data)).toEqual(new Set([0, 255]));
    const deep = picture().toColourspace('grey16').tiff({ compression, predictor: 'horizontal' });
    expect((await read(await deep.toBuffer())).width).toBe(side);
    const colour = sharp(pixels, { raw: { width: side / 2, height: side / 2, channels: 4 } });
    expect((await read(await colour.tiff({ compression }).toBuffer())).width).toBe(side / 2);
  });

  it('in either byte order, as BigTIFF, by the old number, with the last strip short or full', async () => {
    const full = rowsOf(pixels, side, 48).map((strip) => deflateSync(Buffer.concat([strip], 48 * side)));
    for (const more of [{}, { isBig: true }, { compression: 32946 }, { strips: full }]) {
      for (const isLittle of [true, false]) {
        expect((await read(deflated(48, { isLittle, ...more }))).data).toEqual(pixels);
      }
    }
  });

  it('in planes, of 16 bits and of 4, and with the bits of its bytes the other way round', async () => {
    const strips = rowsOf(pixels, side, 50).map((strip) => deflateSync(strip));
    const planes = await read(deflated(50, { isPlanar: true, strips: [...strips, ...strips, ...strips] }));
    expect(planes.data).toEqual(pixels);
    const doubled = Uint8Array.from({ length: 2 * pixels.length }, (_, at) => pixels[at >> 1]!);
    const deep = rowsOf(doubled, 2 * side, 50).map((strip) => deflateSync(strip));
    expect((await read(deflated(50, { bits: 16, strips: deep }))).data).toEqual(pixels);
    const nibbles = Uint8Array.from({ length: pixels.length / 2 }, (_, at) => pixels[at]!);
    const few = rowsOf(nibbles, side / 2, 50).map((strip) => deflateSync(strip));
    expect((await read(deflated(50, { bits: 4, strips: few }))).width).toBe(side);
    const instead = [[266, [2]]] as const;
    expect((await read(deflated(50, { strips: strips.map(reversed), instead }))).data).toEqual(pixels);
  });

  it('with bytes behind the end of its data, which some programs add to even their number', async () => {
    const strips = rowsOf(pixels, side, 50).map((strip) => Buffer.concat([deflateSync(strip), Buffer.alloc(3)]));
    expect((await read(deflated(50, { strips }))).data).toEqual(pixels);
  });

  it('whose one strip is too large to be inflated at once, on the disk as in memory', async () => {
    const wide = 4096;
    const data = new Uint8Array(wide * 1100).map((_, at) => (at * 2654435761) >>> 24);
    const whole = deflateSync(data, { level: 1 });
    const tiff = (strip: Uint8Array) =>
      stripTiff({ width: wide, height: 1100, rows: 1100, compression: 8, strips: [strip] });
    const check = async (bytes: Uint8Array): Promise<void> => {
      const image = await opened(bytes);
      await refuseDamagedTiff(jpegs, image);
      await refuseDamagedTiff(jpegs, { ...image, file: { ...image.file, bytes: null } });
    };
    await check(tiff(whole));
    await check(tiff(Buffer.concat([whole, Buffer.alloc(3_000_000)])));
    const flipped = Buffer.from(whole);
    flipped[flipped.length - 1]! ^= 1;
    for (const damaged of [flipped, whole.subarray(0, -1), deflateSync(Buffer.concat([data, data]), { level: 1 })]) {
      const image = await opened(tiff(damaged));
      for (const bytes of [image.file.bytes, null]) {
        const refused = refuseDamagedTiff(jpegs, { ...image, file: { ...image.file, bytes } });
        await expect(refused).rejects.toMatchObject({ code: 'IMAGE_CORRUPT' });
      }
    }
  });
});

/** Copies with some bytes inverted, at fixed places over the whole of the data, which lies between header and directory. */
const copiesOf = (bytes: Buffer, run: number): Buffer[] =>
  Array.from({ length: 40 }, (_, copy) => {
    const damaged = Buffer.from(bytes);
    const at = 8 + Math.floor(((copy + 0.5) * (bytes.readUInt32LE(4) - 8 - run)) / 40);
    for (let byte = at; byte < at + run; byte += 1) damaged[byte]! ^= 0xff;
    return damaged;
  });

const differs = (data: Uint8Array): boolean => data.some((level, i) => level !== pixels[i]);

/** How many of them are read as another picture. */
async function takenForAnother(copies: readonly Buffer[], readIt: typeof read, isOther = differs): Promise<number> {
  let taken = 0;
  for (const copy of copies) {
    const grey = await readIt(copy).catch((fault: { code?: string }) => {
      expect(fault.code).toBe('IMAGE_CORRUPT');
      return null;
    });
    if (grey && isOther(grey.data)) taken += 1;
  }
  return taken;
}

describe('damage in the data', () => {
  it('Deflate: no picture is taken for another, of which libtiff alone takes some', async () => {
    let before = 0;
    for (const options of [{}, { predictor: 'horizontal' }, { tile: true, tileWidth: 64, tileHeight: 64 }] as const) {
      const bytes = await written({ compression: 'deflate', predictor: 'none', ...options });
      for (const run of [1, 4]) {
        before += await takenForAnother(copiesOf(bytes, run), readByLibtiff);
        expect(await takenForAnother(copiesOf(bytes, run), read)).toBe(0);
      }
    }
    expect(before).toBeGreaterThan(0);
  });

  it('LZW: far fewer are taken than by libtiff alone, though it has no checksum', async () => {
    const bytes = await written({ compression: 'lzw', predictor: 'none' });
    const copies = [...copiesOf(bytes, 1), ...copiesOf(bytes, 4)];
    const before = await takenForAnother(copies, readByLibtiff);
    expect(before).toBeGreaterThan(0);
    expect(await takenForAnother(copies, read)).toBeLessThanOrEqual(before / 2);
  });

  it('JPEG: fewer with a wrong part are taken than by libtiff alone, in strips and tiles, though it has no checksum', async () => {
    let [before, now] = [0, 0];
    for (const options of [{}, { tile: true, tileWidth: 64, tileHeight: 64 }] as const) {
      const bytes = await written({ compression: 'jpeg', quality: 90, predictor: 'none', ...options });
      const sound = (await readByLibtiff(bytes)).data;
      expect((await read(bytes)).data).toEqual(sound);
      const isWrong = (data: Uint8Array): boolean =>
        data.filter((level, i) => Math.abs(level - sound[i]!) > 40).length > 8 * 64;
      for (const run of [1, 4]) {
        before += await takenForAnother(copiesOf(bytes, run), readByLibtiff, isWrong);
        now += await takenForAnother(copiesOf(bytes, run), read, isWrong);
      }
    }
    expect(before).toBeGreaterThan(10);
    expect(now).toBeLessThanOrEqual(before / 2);
    const colour = sharp(pixels, { raw: { width: side / 2, height: side / 2, channels: 4 } }).removeAlpha();
    expect((await read(await colour.tiff({ compression: 'jpeg' }).toBuffer())).width).toBe(side / 2);
  });

  it('is told of a large board too, once all its rows are there', async () => {
    const bytes = await written({ compression: 'deflate', predictor: 'none' });
    for (const copy of copiesOf(bytes, 4)) {
      const { file } = await opened(copy);
      const isPassed = await readByLibtiff(copy).catch(() => null);
      if (isPassed === null) continue;
      const bands = await decoder.bands(file.path, 1);
      await bands.whenRows(1);
      await expect(bands.whenRows(side)).rejects.toMatchObject({ code: 'IMAGE_CORRUPT' });
      return;
    }
    expect.unreachable('libtiff notices everything');
  });
});

describe('a directory that is a trap is refused', () => {
  const trap = async (bytes: Buffer): Promise<unknown> => {
    const path = join(folder, 'trap.tif');
    await writeFile(path, bytes);
    const file = await openImageFile(path);
    const facts: ProbedImage['facts'] = {
      format: 'tiff',
      width: side,
      height: side,
      bitDepth: 8,
      colour: 'grey',
      alpha: 'none',
      orientation: 1,
      pictures: 1,
    };
    return refuseDamagedTiff(jpegs, { file, facts });
  };
  const four = 4_294_967_295;
  it.each([
    ['strips beyond the file', { instead: [[273, [four, four, four]]] }],
    ['strips longer than the file', { instead: [[279, [four, four, four]]] }],
    ['fewer strips than its picture has', { instead: [[273, [8]]] }],
    ['strips of no row', { instead: [[278, [0]]] }],
    ['samples of no bit', { instead: [[258, [0]]] }],
    ['four billion rows, each a strip', { height: four, instead: [[278, [1]]] }],
    [
      'tiles far larger than their picture',
      {
        instead: [
          [322, [60_000]],
          [323, [60_000]],
          [324, [8]],
          [325, [64]],
        ],
      },
    ],
    [
      'no strip at all',
      {
        instead: [
          [273, []],
          [279, []],
        ],
      },
    ],
  ] as const)('%s', async (_, more) => {
    await expect(trap(deflated(48, more))).rejects.toMatchObject({ code: 'IMAGE_CORRUPT' });
    await expect(trap(deflated(48, { ...more, isBig: true }))).rejects.toMatchObject({ code: 'IMAGE_CORRUPT' });
  });

  it('four billion values, a directory beyond the file, and one of four billion entries', async () => {
    const counts = deflated(48);
    const directory = counts.readUInt32LE(4);
    counts.writeUInt32LE(four, directory + 2 + 5 * 12 + 4);
    // More than are needed are none the worse: only the needed ones are read.
    await expect(trap(counts)).resolves.toBeUndefined();
    const beyond = deflated(48);
    beyond.writeUInt32LE(four, 4);
    const many = deflated(48, { isBig: true });
    many.writeBigUInt64LE(BigInt(four), Number(many.readBigUInt64LE(8)));
    for (const bytes of [beyond, many]) await expect(trap(bytes)).rejects.toMatchObject({ code: 'IMAGE_CORRUPT' });
  });

  it('but one whose next picture is itself is read, since only the first is looked at', async () => {
    const circle = deflated(48);
    const directory = circle.readUInt32LE(4);
    circle.writeUInt32LE(directory, directory + 2 + 10 * 12);
    await expect(trap(circle)).resolves.toBeUndefined();
  });

  it('and LZW with the low bit first, as before TIFF 6.0, is named as what it is', async () => {
    const strips = [Uint8Array.of(0, 1, 2, 3)];
    const old = deflated(side, { compression: 5, strips });
    await expect(trap(old)).rejects.toMatchObject({ code: 'IMAGE_FORMAT' });
  });
});

it('brightness and colour differences without JPEG are refused by their name, not read as red, green and blue', async () => {
  const ycbcr = { isPlanar: true, instead: [[262, [6]]] } as const;
  const plain = rowsOf(pixels, side, 50);
  const packed = plain.map((strip) => deflateSync(strip));
  const files = [
    deflated(50, { ...ycbcr, strips: [...packed, ...packed, ...packed] }),
    deflated(50, { ...ycbcr, compression: 1, strips: [...plain, ...plain, ...plain] }),
  ];
  for (const bytes of files) {
    await expect(read(bytes)).rejects.toMatchObject({
      code: 'IMAGE_FORMAT',
      message: expect.stringContaining('YCbCr'),
    });
  }
  // Negative control: JPEG pieces hold them as a rule.
  expect((await read(await written({ compression: 'jpeg' }))).width).toBe(side);
});
