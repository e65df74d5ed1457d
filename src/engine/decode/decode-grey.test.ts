import { mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode as encodeBmp } from 'fast-bmp';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { maxImagePixels } from '../../core/detection/image-limits.ts';
import { EngineFault } from '../fault.ts';
import type { EngineErrorCode } from '../protocol.ts';
import { lookAtAlpha } from './alpha-channel.ts';
import { decodeColourRegion, decodeColourShrunk } from './decode-colour.ts';
import { type DecodeOptions, decodeGrey as decode } from './decode-grey.ts';
import { openGreyBands } from './grey-bands.ts';
import { createImageDecoder } from './image-decoder.ts';
import { unreadable } from './image-file.ts';
import { createJpegReader } from './jpeg/jpeg-kernel.ts';
import { cjpegSamples } from './jpeg/testing/cjpeg-samples.ts';
import { quietlyDamaged } from './testing/quiet-damage.ts';

const decoder = createImageDecoder();
const jpegs = createJpegReader();
// What is too blank to be judged is read as well.
const decodeGrey = async (path: string, options: DecodeOptions = {}) =>
  decode(jpegs, await decoder.open(path, options.maxPixels), options);
const openBands = async (path: string, firstRows: number) =>
  openGreyBands(jpegs, await decoder.open(path), firstRows, () => undefined);
const probeImage = async (path: string, { maxPixels }: DecodeOptions = {}) =>
  (await decoder.open(path, maxPixels)).facts;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fiducial-decode-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const width = 33;
const height = 17;

/** Colour of a pixel: a gradient, so that rows, columns and channels cannot be mixed up unseen. */
function rgbAt(x: number, y: number): readonly [number, number, number] {
  return [x * 7, y * 14, 255 - x * 5];
}

function rgbPixels(): Uint8Array {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) data.set(rgbAt(x, y), (y * width + x) * 3);
  return data;
}

function lumaPixels(): number[] {
  const out: number[] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [r, g, b] = rgbAt(x, y);
      out.push(0.299 * r + 0.587 * g + 0.114 * b);
    }
  }
  return out;
}

const picture = () => sharp(rgbPixels(), { raw: { width, height, channels: 3 } });

async function store(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

async function expectLuma(path: string, tolerance: number): Promise<void> {
  const grey = await decodeGrey(path);
  expect([grey.width, grey.height]).toEqual([width, height]);
  const worst = Math.max(...lumaPixels().map((value, at) => Math.abs(value - grey.data[at]!)));
  expect(worst).toBeLessThanOrEqual(tolerance);
}

async function faultOf(work: Promise<unknown>): Promise<EngineFault> {
  const error = await work.then(
    () => null,
    (caught: unknown) => caught,
  );
  if (!(error instanceof EngineFault)) throw new Error(`expected an EngineFault, got ${String(error)}`);
  expect(error.message).not.toMatch(/\n|vips|Error:/);
  return error;
}

describe('formats', () => {
  it.each([
    ['a.png', () => picture().png(), 0.6],
    ['a.jpg', () => picture().jpeg({ quality: 100, chromaSubsampling: '4:4:4' }), 5],
    ['strips.tif', () => picture().tiff({ compression: 'none' }), 0.6],
    ['tiled.tif', () => picture().tiff({ compression: 'lzw', tile: true, tileWidth: 16, tileHeight: 16 }), 0.6],
    ['palette.png', () => picture().png({ palette: true, colours: 256 }), 30],
    ['interlaced.png', () => picture().png({ progressive: true }), 0.6],
  ])('reads %s as Rec. 601 luma', async (name, encode, tolerance) => {
    await expectLuma(await store(name, await encode().toBuffer()), tolerance);
  });

  it('tells the format by content, whatever the name says, and any name is fine', async () => {
    const png = await picture().png().toBuffer();
    for (const name of ['looks like.jpg', "Robert'); DROP TABLE boards;--.bmp", 'プリント基板 ½.tif', 'none']) {
      await expectLuma(await store(name, png), 0.6);
    }
  });

  it('reads CMYK JPEG', async () => {
    const path = await store('cmyk.jpg', await picture().toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer());
    expect((await probeImage(path)).colour).toBe('cmyk');
    const grey = await decodeGrey(path);
    const expected = lumaPixels();
    const mean = expected.reduce((sum, value, at) => sum + Math.abs(value - grey.data[at]!), 0) / expected.length;
    expect(mean).toBeLessThan(25); // through a printing profile and back; inverted or clipped channels miss by 100
  });

  it('scales 16-bit grey instead of clipping it', async () => {
    const samples = new Uint16Array(64).map((_, at) => at * 1024);
    const png = sharp(samples, { raw: { width: 8, height: 8, channels: 1 } })
      .toColourspace('grey16')
      .png();
    for (const [name, bytes] of [
      ['deep.png', await png.toBuffer()],
      ['deep.tif', greyTiff16(samples, 8, 8)],
    ] as const) {
      const path = await store(name, bytes);
      expect((await probeImage(path)).bitDepth).toBe(16);
      const grey = await decodeGrey(path);
      for (const [at, sample] of samples.entries()) {
        expect(Math.abs(grey.data[at]! - sample / 257)).toBeLessThanOrEqual(1.5);
      }
    }
  });

  it('scales 16-bit colour', async () => {
    const samples = new Uint16Array(64 * 3).map((_, at) => [40000, 20000, 60000][at % 3]!);
    const image = sharp(samples, { raw: { width: 8, height: 8, channels: 3 } }).toColourspace('rgb16');
    const grey = await decodeGrey(await store('deep-colour.png', await image.png().toBuffer()));
    expect(grey.data[0]).toBeCloseTo((0.299 * 40000 + 0.587 * 20000 + 0.114 * 60000) / 257, -0.5);
  });

  it('lays transparency over black', async () => {
    const rgba = new Uint8Array(64 * 4).map((_, at) => [200, 200, 200, at < 128 ? 0 : 128][at % 4]!);
    const path = await store(
      'alpha.png',
      await sharp(rgba, { raw: { width: 8, height: 8, channels: 4 } })
        .png()
        .toBuffer(),
    );
    const grey = await decodeGrey(path);
    expect(grey.data[0]).toBe(0);
    expect(Math.abs(grey.data[63]! - 100)).toBeLessThanOrEqual(1);
  });

  it.each([
    ['bgra.png', 8, 'png'],
    ['bgra.tif', 8, 'tiff'],
    ['bgra-deep.png', 16, 'png'],
  ] as const)(
    'reads %s, whose alpha channel is 0 everywhere as frame grabbers write it, without it',
    async (name, bits, format) => {
      const rgb = rgbPixels();
      const scale = bits === 16 ? 257 : 1;
      const rgba = Array.from({ length: width * height * 4 }, (_, at) =>
        at % 4 === 3 ? 0 : rgb[Math.floor(at / 4) * 3 + (at % 4)]! * scale,
      );
      const samples = bits === 16 ? Uint16Array.from(rgba) : Uint8Array.from(rgba);
      const image = sharp(samples, { raw: { width, height, channels: 4 } });
      if (bits === 16) image.toColourspace('rgb16');
      const path = await store(name, await image.toFormat(format, { compression: 'lzw' }).toBuffer());
      expect((await lookAtAlpha(await decoder.open(path))).facts.alpha).toBe('empty');
      await expectLuma(path, 1);
      const shown = await decodeColourShrunk(await decoder.open(path), width, height);
      const region = await decodeColourRegion(await decoder.open(path), { x: 2, y: 3, width: 5, height: 4 });
      expect([...shown.data.slice(0, 3)]).toEqual([...rgbAt(0, 0)]);
      expect([...region.data.slice(0, 3)]).toEqual([...rgbAt(2, 3)]);
    },
  );

  it('lays a shape that begins below the first rows over black all the same', async () => {
    const rgba = new Uint8Array(64 * 64 * 4).map((_, at) => [200, 200, 200, at > 60 * 64 * 4 ? 255 : 0][at % 4]!);
    const cutOut = sharp(rgba, { raw: { width: 64, height: 64, channels: 4 } });
    const path = await store('cut-out.png', await cutOut.png().toBuffer());
    expect((await lookAtAlpha(await decoder.open(path))).facts.alpha).toBe('shape');
    const grey = await decodeGrey(path);
    expect([grey.data[0], grey.data[63 * 64]]).toEqual([0, 200]);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('applies EXIF orientation %i', async (orientation) => {
    const path = await store(`exif${orientation}.png`, await picture().png().withMetadata({ orientation }).toBuffer());
    const facts = await probeImage(path);
    const grey = await decodeGrey(path);
    const turned = orientation >= 5;
    expect([facts.width, facts.height]).toEqual(turned ? [height, width] : [width, height]);
    expect([grey.width, grey.height]).toEqual([facts.width, facts.height]);
    // Where the stored first pixel comes to lie (EXIF 2.32, tag 0x0112).
    const right = grey.width - 1;
    const bottom = grey.height - 1;
    const [x, y] = [
      [0, 0],
      [right, 0],
      [right, bottom],
      [0, bottom],
      [0, 0],
      [right, 0],
      [right, bottom],
      [0, bottom],
    ][orientation - 1]!;
    expect(Math.abs(grey.data[y! * grey.width + x!]! - lumaPixels()[0]!)).toBeLessThanOrEqual(1);
  });
});

describe('bmp', () => {
  const bgrBmp = (channels: 3 | 4): Uint8Array => {
    const rgb = rgbPixels();
    const data =
      channels === 3
        ? rgb
        : Uint8Array.from({ length: width * height * 4 }, (_, at) =>
            at % 4 === 3 ? 0 : rgb[Math.floor(at / 4) * 3 + (at % 4)]!,
          );
    return encodeBmp({ width, height, data, bitsPerPixel: channels * 8, components: 3, channels });
  };

  it.each([3, 4] as const)('reads %i channels from another encoder', async (channels) => {
    await expectLuma(await store(`other${channels}.bmp`, bgrBmp(channels)), 0.6);
  });

  it('reads rows that are stored top down', async () => {
    const bytes = Buffer.from(bgrBmp(3));
    const offset = bytes.readUInt32LE(10);
    const stride = Math.ceil((width * 3) / 4) * 4;
    const rows = Array.from({ length: height }, (_, row) =>
      bytes.subarray(offset + row * stride, offset + (row + 1) * stride),
    );
    const flipped = Buffer.concat([bytes.subarray(0, offset), ...rows.reverse()]);
    flipped.writeInt32LE(-height, 22);
    await expectLuma(await store('top-down.bmp', flipped), 0.6);
  });

  it('looks colours up in the palette', async () => {
    const header = Buffer.alloc(54 + 1024);
    header.write('BM');
    header.writeUInt32LE(54 + 1024, 10);
    header.writeUInt32LE(40, 14);
    header.writeInt32LE(8, 18);
    header.writeInt32LE(8, 22);
    header.writeUInt16LE(8, 28);
    header.set([0, 0, 255, 0], 54 + 4 * 5); // entry 5 is red; blue comes first
    const path = await store('palette.bmp', Buffer.concat([header, Buffer.alloc(64, 5)]));
    expect((await decodeGrey(path)).data[0]).toBe(76);
  });

  it('refuses a size that does not fit into the file before anything is allocated', async () => {
    const bytes = Buffer.from(bgrBmp(3));
    bytes.writeInt32LE(60_000, 18);
    bytes.writeInt32LE(60_000, 22);
    expect((await faultOf(probeImage(await store('bomb.bmp', bytes)))).code).toBe('IMAGE_CORRUPT');
  });
});

describe('bands', () => {
  it('reads the rows asked for', async () => {
    const path = await store('band.png', await picture().png().toBuffer());
    const whole = await decodeGrey(path);
    const band = await decodeGrey(path, { band: { top: 5, rows: 4 } });
    expect([band.width, band.height]).toEqual([width, 4]);
    expect(band.data).toEqual(whole.data.slice(5 * width, 9 * width));
  });

  it.each(['png', 'jpeg', 'tiff'] as const)('fills a large %s from the top, then completely', async (format) => {
    const path = await store(`bands.${format}`, await picture().toFormat(format).toBuffer());
    const whole = await decodeGrey(path);
    const bands = await openBands(path, 6);
    await bands.whenRows(6);
    expect(bands.image.data.slice(0, 6 * width)).toEqual(whole.data.slice(0, 6 * width));
    await bands.whenRows(height);
    expect(bands.readyRows).toBe(height);
    expect(bands.image.data).toEqual(whole.data);
  });

  it('gives the memory of the first rows back once all are there, and not where those were all', async () => {
    const path = await store('bands-twice.png', await picture().png().toBuffer());
    const bands = await openBands(path, 6);
    const top = bands.image;
    await bands.whenRows(height);
    expect(top.data.byteLength).toBe(0);
    const atOnce = await openBands(path, height);
    await atOnce.whenRows(height);
    expect(atOnce.image.data).toEqual(bands.image.data);
  });

  it('tells of damage below the first band to whom it concerns', async () => {
    const path = await store(
      'cut-bands.png',
      (await picture().png({ compressionLevel: 0 }).toBuffer()).subarray(0, 1200),
    );
    const bands = await openBands(path, 1);
    expect((await faultOf(bands.whenRows(height))).code).toBe('IMAGE_CORRUPT');
  });

  it('tells of damage in a JPEG that the decoder lets pass', async () => {
    const noise = Uint8Array.from({ length: 128 * 128 }, (_, at) => (at * 2654435761) >>> 24);
    const jpeg = await sharp(noise, { raw: { width: 128, height: 128, channels: 1 } })
      .jpeg()
      .toBuffer();
    const bands = await openBands(await store('flipped-bands.jpg', await quietlyDamaged(jpeg)), 16);
    await bands.whenRows(16);
    expect((await faultOf(bands.whenRows(128))).code).toBe('IMAGE_CORRUPT');
  });
});

describe('bad input gets a code and a sentence', () => {
  const expectCode = async (path: string, code: EngineErrorCode): Promise<void> => {
    expect((await faultOf(decodeGrey(path))).code).toBe(code);
  };

  it('missing, folder, circle of links, forbidden characters', async () => {
    const loop = join(folder, 'loop');
    await symlink(loop, loop);
    for (const path of [join(folder, 'missing.png'), folder, loop, 'nul\0.png', join(folder, 'x'.repeat(300))]) {
      await expectCode(path, 'IMAGE_UNREADABLE');
    }
  });

  it('no permission', () => {
    const denied = Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });
    expect(unreadable('board.png', denied)).toMatchObject({
      code: 'IMAGE_UNREADABLE',
      message: 'The image cannot be read: this account may not read it.',
      details: { reason: 'EACCES' },
    });
  });

  it('empty, text, and formats that are switched off', async () => {
    await expectCode(await store('empty.png', new Uint8Array()), 'IMAGE_EMPTY');
    await expectCode(await store('text.jpg', Buffer.from('This is no image.')), 'IMAGE_FORMAT');
    await expectCode(
      await store('BMW.bmp', Buffer.from('BMW sells cars, not boards; this is text of some length.')),
      'IMAGE_FORMAT',
    );
    await expectCode(
      await store('vector.png', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')),
      'IMAGE_FORMAT',
    );
    await expectCode(await store('moving.png', await picture().gif().toBuffer()), 'IMAGE_FORMAT');
  });

  it('a TIFF of 32-bit floating point samples, whose black and white nobody knows', async () => {
    const samples = Float32Array.from({ length: 16 * 16 }, (_, i) => i);
    // Width, height, bits, no compression, black is 0, where the samples lie, one a pixel, rows, bytes, floating point.
    const tags = [
      [256, 16],
      [257, 16],
      [258, 32],
      [259, 1],
      [262, 1],
      [273, 134],
      [277, 1],
      [278, 16],
      [279, samples.byteLength],
      [339, 3],
    ] as const;
    const head = Buffer.alloc(134);
    head.write('II*\0\x08', 'latin1');
    head.writeUInt16LE(tags.length, 8);
    for (const [i, [tag, value]] of tags.entries()) {
      head.writeUInt16LE(tag, 10 + 12 * i);
      head.writeUInt16LE(4, 12 + 12 * i);
      head.writeUInt32LE(1, 14 + 12 * i);
      head.writeUInt32LE(value, 18 + 12 * i);
    }
    const fault = await faultOf(
      decodeGrey(await store('heights.tif', Buffer.concat([head, Buffer.from(samples.buffer)]))),
    );
    expect(fault.code).toBe('IMAGE_FORMAT');
    expect(fault.message).toMatch(/float.*8 and 16 bit/);
  });

  it('truncated', async () => {
    for (const [name, bytes] of [
      ['cut.jpg', await picture().jpeg().toBuffer()],
      ['cut.png', await picture().png().toBuffer()],
      ['cut.tif', await picture().tiff({ compression: 'none' }).toBuffer()],
      [
        'cut.bmp',
        Buffer.from(encodeBmp({ width, height, data: rgbPixels(), bitsPerPixel: 24, components: 3, channels: 3 })),
      ],
    ] as const) {
      const path = await store(name, bytes);
      await truncate(path, Math.floor(bytes.length * 0.6));
      await expectCode(path, 'IMAGE_CORRUPT');
    }
  });

  it('flipped bits, which the decoder only warns of', async () => {
    const noise = Uint8Array.from({ length: 128 * 128 }, (_, at) => (at * 2654435761) >>> 24);
    const jpeg = await sharp(noise, { raw: { width: 128, height: 128, channels: 1 } })
      .jpeg()
      .toBuffer();
    const damaged = Buffer.from(jpeg);
    damaged.fill(0xff, 4000, 4004); // an illegal marker amid the entropy-coded data
    await expectCode(await store('flipped.jpg', damaged), 'IMAGE_CORRUPT');
    // Negative control: the decoder's usual setting lets it pass.
    await expect(sharp(damaged, { failOn: 'error' }).raw().toBuffer()).resolves.toBeDefined();

    const png = Buffer.from(await picture().png().toBuffer());
    png[Math.floor(png.length / 2)]! ^= 0x10;
    await expectCode(await store('flipped.png', png), 'IMAGE_CORRUPT');
  });

  it('JPEG codings that are not read: arithmetic, 12 bits, lossless, hierarchical', async () => {
    const jpeg = await picture().jpeg().toBuffer();
    const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
    const coded = (marker: number, precision: number): Buffer => {
      const other = Buffer.from(jpeg);
      other[frame + 1] = marker;
      other[frame + 4] = precision;
      return other;
    };
    for (const [bytes, coding] of [
      [Buffer.from(cjpegSamples['-arithmetic']!, 'base64'), 'arithmetic coding'],
      [coded(0xc1, 12), '12 bits a sample'],
      [coded(0xc3, 8), 'lossless coding'],
      [coded(0xc5, 8), 'hierarchical coding'],
    ] as const) {
      const fault = await faultOf(decodeGrey(await store('coded.jpg', bytes)));
      expect(fault.code).toBe('IMAGE_FORMAT');
      expect(fault.message).toContain(coding);
    }
  });

  it('too small', async () => {
    const one = await sharp({ create: { width: 1, height: 1, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    await expectCode(await store('one.png', one), 'IMAGE_TOO_SMALL');
  });

  it('a header that asks for 60,000² pixels, from the header alone', async () => {
    const bomb = Buffer.from(await picture().png().toBuffer());
    bomb.writeUInt32BE(60_000, 16);
    bomb.writeUInt32BE(60_000, 20);
    bomb.writeUInt32BE(crc32(bomb.subarray(12, 29)), 29);
    const started = performance.now();
    const fault = await faultOf(decodeGrey(await store('bomb.png', bomb)));
    expect(fault).toMatchObject({
      code: 'IMAGE_TOO_LARGE',
      details: { width: 60_000, height: 60_000, maxPixels: maxImagePixels },
    });
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('a small TIFF that claims a tile of 60,000² pixels', async () => {
    const tile: TiffEntry[] = [
      [322, 4, 60_000],
      [323, 4, 60_000],
      [324, 4, 8],
      [325, 4, 128],
    ];
    await expectCode(await store('tile-bomb.tif', greyTiff16(new Uint16Array(64), 8, 8, tile)), 'IMAGE_CORRUPT');
  });

  it('16,384² passes the default limit', () => {
    expect(16_384 ** 2).toBeLessThanOrEqual(maxImagePixels);
  });
});

/** Tag, type (3: 16 bit, 4: 32 bit) and value. */
type TiffEntry = readonly [number, number, number];

/** A little-endian TIFF with one strip of 16-bit grey samples (TIFF 6.0, section 4). */
function greyTiff16(samples: Uint16Array, columns: number, rows: number, extra: readonly TiffEntry[] = []): Buffer {
  const entries = [
    [256, 4, columns],
    [257, 4, rows],
    [258, 3, 16],
    [259, 3, 1],
    [262, 3, 1],
    [273, 4, 8],
    [277, 3, 1],
    [278, 4, rows],
    [279, 4, samples.byteLength],
    ...extra,
  ] satisfies TiffEntry[];
  const header = Buffer.from([0x49, 0x49, 42, 0, 0, 0, 0, 0]);
  header.writeUInt32LE(8 + samples.byteLength, 4);
  const directory = Buffer.alloc(2 + entries.length * 12 + 4);
  directory.writeUInt16LE(entries.length, 0);
  for (const [index, [tag, type, value]] of entries.entries()) {
    directory.writeUInt16LE(tag, 2 + index * 12);
    directory.writeUInt16LE(type, 4 + index * 12);
    directory.writeUInt32LE(1, 6 + index * 12);
    directory.writeUInt32LE(value, 10 + index * 12);
  }
  return Buffer.concat([header, Buffer.from(samples.buffer), directory]);
}

/** PNG's CRC (ISO 3309), bit by bit. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
