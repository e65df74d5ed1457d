import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { walkJpeg } from './jpeg-walk.ts';

/** A picture with enough detail that its data is long: noise over a ramp, from a seed. */
const picture = (width: number, height: number, channels: 1 | 3, seed: number) => {
  let state = seed;
  const data = Uint8Array.from({ length: width * height * channels }, (_, i) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (i % 251) * 0.5 + (state >>> 25);
  });
  return sharp(data, { raw: { width, height, channels } });
};

const decodes = (jpeg: Buffer) =>
  sharp(jpeg, { failOn: 'warning' })
    .raw()
    .toBuffer()
    .then(() => true)
    .catch(() => false);

describe('walking a sound JPEG', () => {
  it.each([
    ['grey', 1, {}],
    ['colour, halved chroma', 3, { chromaSubsampling: '4:2:0' }],
    ['colour, full chroma', 3, { chromaSubsampling: '4:4:4' }],
    ['own Huffman tables', 3, { optimiseCoding: true }],
    ['low quality', 3, { quality: 20 }],
    ['restart markers', 3, { restartInterval: 2 } as object],
  ] as const)('finds it whole: %s', async (_name, channels, options) => {
    for (const [width, height] of [
      [64, 64],
      [97, 41],
      [8, 300],
    ] as const) {
      expect(walkJpeg(await picture(width, height, channels, 7).jpeg(options).toBuffer())).toBe('whole');
    }
  });

  it('accepts padding before the end marker and rubbish behind it', async () => {
    const jpeg = await picture(80, 80, 1, 3).jpeg().toBuffer();
    const body = jpeg.subarray(0, -2);
    const end = jpeg.subarray(-2);
    expect(walkJpeg(Buffer.concat([body, Buffer.from([0, 0]), end]))).toBe('whole');
    expect(walkJpeg(Buffer.concat([jpeg, Buffer.from('made by a scanner')]))).toBe('whole');
  });

  it('leaves progressive files to the decoder', async () => {
    expect(walkJpeg(await picture(64, 64, 3, 5).jpeg({ progressive: true }).toBuffer())).toBe('not_checked');
  });
});

describe('walking a damaged JPEG', () => {
  it('finds three in four runs of inverted bytes that the decoder alone lets pass (negative control)', async () => {
    const jpeg = await picture(320, 240, 3, 11).jpeg({ quality: 85 }).toBuffer();
    const scan = jpeg.lastIndexOf(Buffer.from([0xff, 0xda])) + 14;
    let passedByDecoder = 0;
    let found = 0;
    const starts = fc.sample(fc.integer({ min: scan, max: jpeg.length - 50 }), { numRuns: 60, seed: 1 });
    for (const start of starts) {
      const flipped = Buffer.from(jpeg);
      for (let at = start; at < start + 40; at += 1) flipped[at] = flipped[at]! ^ 0xff;
      if (!(await decodes(flipped))) continue;
      passedByDecoder += 1;
      if (walkJpeg(flipped) === 'damaged') found += 1;
    }
    expect(passedByDecoder).toBeGreaterThan(10);
    expect(found).toBeGreaterThanOrEqual(0.75 * passedByDecoder);
  });

  it('finds a scan cut short or with bytes taken out', async () => {
    const jpeg = await picture(160, 160, 1, 13).jpeg().toBuffer();
    const without = (from: number, to: number) => Buffer.concat([jpeg.subarray(0, from), jpeg.subarray(to)]);
    expect(walkJpeg(without(jpeg.length - 400, jpeg.length - 2))).toBe('damaged');
    expect(walkJpeg(without(1500, 1540))).toBe('damaged');
  });

  it('ends on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(['whole', 'damaged', 'not_checked']).toContain(walkJpeg(Uint8Array.of(0xff, 0xd8, ...bytes)));
      }),
    );
  });
});
