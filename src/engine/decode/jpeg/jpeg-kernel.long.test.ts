import fc from 'fast-check';
import sharp, { type JpegOptions } from 'sharp';
import { describe, expect, it } from 'vitest';
import { kernelSourceSha256 } from '../../wasm/testing/kernel-source.ts';
import { allocateGrey } from '../grey-image.ts';
import { lumaOfRgb } from '../luma.ts';
import { createJpegReader, held, type JpegSource } from './jpeg-kernel.ts';
import { jpegKernelSourceSha256 } from './jpeg-kernel-bytes.ts';
import { cjpegSamples } from './testing/cjpeg-samples.ts';

const reader = createJpegReader();
const walk = (bytes: Uint8Array) => reader.walk(held(bytes));

interface Picture {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3 | 4;
  /** Share of noise over stripes, 0..1. */
  readonly noise: number;
  readonly seed: number;
}

function draw({ width, height, channels, noise, seed }: Picture) {
  let state = seed;
  const data = Uint8Array.from({ length: width * height * channels }, (_, i) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    const stripe = (Math.floor(i / channels / 7) + i) % 2 === 0 ? 40 : 220;
    return Math.max(0, Math.min(255, stripe + ((state >>> 24) - 128) * noise));
  });
  const picture = sharp(data, { raw: { width, height, channels } });
  return channels === 3 ? picture : picture.toColourspace(channels === 1 ? 'b-w' : 'cmyk');
}

const detailed = (channels: 1 | 3, seed: number, options: JpegOptions = {}, width = 320, height = 240) =>
  draw({ width, height, channels, noise: 0.6, seed }).jpeg(options).toBuffer();

/** What the engine made of the same file with libvips. */
async function lumaByLibvips(jpeg: Buffer): Promise<Uint8Array> {
  const image = sharp(jpeg, { ignoreIcc: true });
  if ((await image.metadata()).channels === 1) return image.toColourspace('b-w').raw().toBuffer();
  const rgb = await image.toColourspace('srgb').raw().toBuffer();
  const luma = new Uint8Array(rgb.length / 3);
  lumaOfRgb(rgb, luma);
  return luma;
}

const decodes = (jpeg: Buffer) =>
  sharp(jpeg, { failOn: 'warning' })
    .raw()
    .toBuffer()
    .then(() => true)
    .catch(() => false);

const decode = (jpeg: Buffer) => {
  const { width, height } = reader.header(jpeg)!;
  const grey = allocateGrey(width, height);
  return { outcome: reader.decodeLuma(jpeg, grey), pixels: Buffer.from(grey.data) };
};

describe('a sound JPEG', () => {
  const pictures = fc.record({
    width: fc.integer({ min: 1, max: 300 }),
    height: fc.integer({ min: 1, max: 300 }),
    channels: fc.constantFrom(1 as const, 3 as const, 4 as const),
    noise: fc.constantFrom(0, 0.05, 1),
    seed: fc.nat(),
  });
  const options = fc.record({
    quality: fc.integer({ min: 1, max: 100 }),
    chromaSubsampling: fc.constantFrom('4:2:0', '4:4:4'),
    progressive: fc.boolean(),
    optimiseScans: fc.boolean(),
    optimiseCoding: fc.boolean(),
    trellisQuantisation: fc.boolean(),
    overshootDeringing: fc.boolean(),
    quantisationTable: fc.integer({ min: 0, max: 8 }),
  });

  it('is found whole, whatever sharp wrote, and the plain ones are decoded to the very luma of libvips', async () => {
    await fc.assert(
      fc.asyncProperty(pictures, options, async (picture, chosen) => {
        const jpeg = await draw(picture).jpeg(chosen).toBuffer();
        expect(reader.header(jpeg)).toMatchObject({ width: picture.width, height: picture.height });
        expect(walk(jpeg)).toBe('whole');
        const { outcome, pixels } = decode(jpeg);
        expect(outcome).not.toBe('damaged');
        // sharp writes scans only into progressive files, also where only they were asked for.
        const isSequential = reader.header(jpeg)!.frame === 0xc0;
        if (isSequential && picture.channels < 4 && Math.min(picture.width, picture.height) >= 8)
          expect(outcome).toBe('whole');
        if (outcome === 'whole') expect(pixels.equals(await lumaByLibvips(jpeg))).toBe(true);
      }),
      { numRuns: 120 },
    );
  }, 60_000);

  it.each(Object.keys(cjpegSamples).filter((name) => name !== '-arithmetic'))(
    'of another encoder: cjpeg %s',
    async (name) => {
      const jpeg = Buffer.from(cjpegSamples[name]!, 'base64');
      expect(walk(jpeg)).toBe('whole');
      const { outcome, pixels } = decode(jpeg);
      expect(outcome).toBe(/progressive|1x2/.test(name) ? 'not_read' : 'whole');
      if (outcome === 'whole') expect(pixels.equals(await lumaByLibvips(jpeg))).toBe(true);
    },
  );

  it('may have padding before its end and rubbish behind it, which the decoder is left to judge', async () => {
    const jpeg = await detailed(1, 3, {}, 80, 80);
    const padded = Buffer.concat([jpeg.subarray(0, -2), Buffer.from([0, 0]), jpeg.subarray(-2)]);
    expect([walk(padded), decode(padded).outcome]).toEqual(['whole', 'not_read']);
    const longer = Buffer.concat([jpeg, Buffer.from('made by a scanner')]);
    expect([walk(longer), decode(longer).outcome]).toEqual(['whole', 'whole']);
  });

  it('is not decoded here where it says more than its size: EXIF, a profile, other colours', async () => {
    const turned = await sharp(await detailed(3, 5))
      .withMetadata({ orientation: 6 })
      .toBuffer();
    expect(reader.header(turned)?.isPlain).toBe(false);
    expect(reader.header(await detailed(3, 5))?.isPlain).toBe(true);
  });

  it('of arithmetic coding is not read', () => {
    const jpeg = Buffer.from(cjpegSamples['-arithmetic']!, 'base64');
    expect(walk(jpeg)).toBe('not_read');
    expect(reader.header(jpeg)?.frame).toBe(0xc9);
  });
});

describe('a JPEG of more bytes than lie in memory at a time', () => {
  /** With many stuffed zeros and, but for the last scans of progressive ones, hardly anything that repeats. */
  const noisy = (options: JpegOptions) =>
    draw({ width: 1200, height: 1000, channels: 3, noise: 1, seed: 23 })
      .jpeg({ quality: 100, ...options })
      .toBuffer();
  const manyParts = 3 * 1024 * 1024;

  it('is found whole and decoded to the very luma of libvips', async () => {
    const jpeg = await noisy({ chromaSubsampling: '4:4:4' });
    expect(jpeg.length).toBeGreaterThan(manyParts);
    expect(walk(jpeg)).toBe('whole');
    const { outcome, pixels } = decode(jpeg);
    expect(outcome).toBe('whole');
    expect(pixels.equals(await lumaByLibvips(jpeg))).toBe(true);
  });

  it.each([false, true])(
    'is damaged where bytes are missing, wherever they are; progressive: %s',
    async (progressive) => {
      const jpeg = await noisy({ progressive, chromaSubsampling: '4:4:4' });
      expect(jpeg.length).toBeGreaterThan(manyParts);
      expect(walk(jpeg)).toBe('whole');
      const scan = jpeg.indexOf(Buffer.from([0xff, 0xda])) + 14;
      for (const share of [0.1, 0.3, 0.5, 0.7, 0.9]) {
        const gap = scan + Math.floor(share * (jpeg.length - scan));
        expect(walk(Buffer.concat([jpeg.subarray(0, gap), jpeg.subarray(gap + 400)]))).toBe('damaged');
      }
    },
  );

  it('is read a part at a time, also where it has 600 MB', async () => {
    const jpeg = await detailed(1, 29, {}, 80, 80);
    const comment = Buffer.alloc(2 + 65_535);
    comment.writeUInt32BE(0xfffeffff);
    const comments = 9200 * comment.length;
    let largest = 0;
    let read = 0;
    /** An ordinary picture whose comments are made as they are read. */
    const file: JpegSource = {
      length: jpeg.length + comments,
      read(from, target) {
        largest = Math.max(largest, target.length);
        read += target.length;
        for (let done = 0; done < target.length; ) {
          const at = from + done - 2;
          const piece =
            at < 0
              ? jpeg.subarray(at + 2, 2)
              : at < comments
                ? comment.subarray(at % comment.length)
                : jpeg.subarray(2 + at - comments);
          const part = piece.subarray(0, target.length - done);
          target.set(part, done);
          done += part.length;
        }
      },
    };
    expect(reader.walk(file)).toBe('whole');
    expect(largest).toBeLessThanOrEqual(1024 * 1024);
    // Once for what its header says, once for its data.
    expect(read).toBeLessThan(2.4 * file.length);
    expect(reader.walk({ ...file, length: file.length - 300 })).toBe('damaged');
  });
});

describe('a damaged JPEG', () => {
  /** Of 120 runs of inverted bytes: what the decoder alone lets pass, and what the walk finds of that. */
  async function inverted(run: number, options: JpegOptions) {
    let refused = 0;
    let passed = 0;
    let found = 0;
    for (const seed of [11, 12]) {
      const jpeg = await detailed(3, seed, { quality: 85, ...options });
      const scan = jpeg.indexOf(Buffer.from([0xff, 0xda])) + 14;
      for (const start of fc.sample(fc.integer({ min: scan, max: jpeg.length - 50 }), { numRuns: 60, seed })) {
        const flipped = Buffer.from(jpeg);
        for (let at = start; at < start + run; at += 1) flipped[at] = flipped[at]! ^ 0xff;
        const isDamaged = walk(flipped) === 'damaged';
        const decoded = decode(flipped).outcome;
        if (await decodes(flipped)) {
          passed += 1;
          if (isDamaged) found += 1;
        } else {
          refused += 1;
          // Nothing is decoded here that libjpeg would warn of.
          expect(decoded).not.toBe('whole');
        }
        if (!options.progressive) expect(decoded === 'damaged').toBe(isDamaged);
      }
    }
    return { refused, passed, found };
  }

  it('sequential: three in four runs of inverted bytes are found that the decoder alone lets pass (negative control)', async () => {
    const { passed, found } = await inverted(40, {});
    expect(passed).toBeGreaterThan(20);
    expect(found).toBeGreaterThanOrEqual(0.75 * passed);
  }, 30_000);

  it('progressive: short runs that the decoder alone lets pass are found as well (negative control)', async () => {
    const sequential = await inverted(4, {});
    const progressive = await inverted(4, { progressive: true });
    expect(progressive.passed).toBeGreaterThan(20);
    expect(progressive.found).toBeGreaterThanOrEqual(0.25 * progressive.passed);
    // The decoder itself notices more of them: together they find as many as of sequential files.
    const share = ({ refused, passed, found }: typeof sequential) => (refused + found) / (refused + passed);
    expect(share(progressive)).toBeGreaterThanOrEqual(share(sequential) - 0.05);
  }, 30_000);

  it.each([false, true])('cut short or with bytes taken out, progressive: %s', async (progressive) => {
    const jpeg = await detailed(1, 13, { progressive }, 160, 160);
    const without = (from: number, to: number) => Buffer.concat([jpeg.subarray(0, from), jpeg.subarray(to)]);
    expect(walk(without(jpeg.length - 400, jpeg.length - 2))).toBe('damaged');
    const scan = jpeg.lastIndexOf(Buffer.from([0xff, 0xda]));
    expect(walk(without(scan + 200, scan + 240))).toBe('damaged');
  });
});

describe('a file that cannot be read on', () => {
  it('is told as it is, however often that happens, and the next one is read', async () => {
    const jpeg = await detailed(1, 31, {}, 80, 80);
    const failing: JpegSource = {
      length: jpeg.length + 2_000_000,
      read(at, target) {
        if (at > 2) throw new Error('the cable was pulled');
        // All but the marker that ends it, and padding: more is asked for.
        held(jpeg).read(at, target.fill(0).subarray(0, jpeg.length - 2 - at));
      },
    };
    for (let again = 0; again < 1000; again += 1) expect(() => reader.walk(failing)).toThrow('cable');
    expect(walk(jpeg)).toBe('whole');
  });
});

describe('any bytes', () => {
  it('get an answer', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(['whole', 'damaged', 'not_read']).toContain(walk(Uint8Array.of(0xff, 0xd8, ...bytes)));
      }),
    );
  });

  it('get one also where they nearly are a picture', async () => {
    const files = await Promise.all(
      [false, true].map((progressive) => detailed(3, 17, { progressive, quality: 40 }, 40, 30)),
    );
    const edits = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255)), { maxLength: 6 });
    fc.assert(
      fc.property(fc.constantFrom(...files), edits, (file, changes) => {
        const bytes = Buffer.from(file);
        for (const [share, value] of changes) bytes[2 + Math.floor(share * (bytes.length - 3))] = value;
        const header = reader.header(bytes);
        const size = (header?.width ?? 0) * (header?.height ?? 0);
        expect(['whole', 'damaged', 'not_read']).toContain(walk(bytes));
        if (size > 0 && size < 1_000_000) expect(['whole', 'damaged', 'not_read']).toContain(decode(bytes).outcome);
      }),
      { numRuns: 400 },
    );
  });
});

describe('the kernel', () => {
  it('was built from the sources beside it; where this fails, run `npm run build:kernels`', () => {
    expect(jpegKernelSourceSha256).toBe(kernelSourceSha256(import.meta.dirname));
  });
});
