import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refuseDamagedJpeg } from './decode-grey.ts';
import { createImageDecoder } from './image-decoder.ts';
import { openImageFile } from './image-file.ts';
import { createJpegReader } from './jpeg/jpeg-kernel.ts';
import { openImage } from './probe.ts';
import { quietlyDamaged } from './testing/quiet-damage.ts';

const decoder = createImageDecoder();
const jpegs = createJpegReader();
const side = 128;
let folder = '';
/** Ordinary, and so long by its comments that it is not held in memory. */
let large: Buffer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fiducial-large-'));
  const noisy = (at: number): number => (((at * 2654435761) >>> 24) >> 1) + (at % side < side / 2 ? 0 : 127);
  const pixels = Uint8Array.from({ length: side * side }, (_, at) => noisy(at));
  const small = await sharp(pixels, { raw: { width: side, height: side, channels: 1 } })
    .jpeg()
    .toBuffer();
  const comment = Buffer.alloc(2 + 65_535);
  comment.writeUInt32BE(0xfffeffff);
  const scan = small.indexOf(Buffer.from([0xff, 0xda]));
  const comments = Array.from({ length: 260 }, () => comment);
  large = Buffer.concat([small.subarray(0, scan), ...comments, small.subarray(scan)]);
});
afterAll(() => rm(folder, { recursive: true }));

async function store(bytes: Uint8Array): Promise<string> {
  const path = join(folder, 'large.jpg');
  await writeFile(path, bytes);
  return path;
}

describe('a JPEG that is too large to be held in memory', () => {
  it('is read where it is whole', async () => {
    const path = await store(large);
    expect((await openImageFile(path)).bytes).toBeNull();
    expect((await decoder.grey(await decoder.open(path))).width).toBe(side);
  });

  it('is looked through for damage that its decoder lets pass', async () => {
    const path = await store(await quietlyDamaged(large));
    await expect(decoder.grey(await decoder.open(path))).rejects.toMatchObject({ code: 'IMAGE_CORRUPT' });
    const bands = await decoder.bands(path, 16);
    await expect(bands.whenRows(side)).rejects.toMatchObject({ code: 'IMAGE_CORRUPT' });
  });

  it('is refused where there is no room to look through it: a progressive picture of 65,500 pixels a side', async () => {
    const small = await sharp(Buffer.alloc(64 * 64), { raw: { width: 64, height: 64, channels: 1 } })
      .jpeg({ progressive: true })
      .toBuffer();
    const { file, facts } = await openImage(jpegs, await store(small));
    const frame = small.indexOf(Buffer.from([0xff, 0xc2]));
    small.writeUInt16BE(65_500, frame + 5);
    small.writeUInt16BE(65_500, frame + 7);
    const refused = { code: 'IMAGE_TOO_LARGE', message: expect.stringContaining('progressive') };
    expect(() => refuseDamagedJpeg(jpegs, { file: { ...file, bytes: small }, facts })).toThrow(
      expect.objectContaining(refused),
    );
  });

  it('is damaged where it has become shorter since it was opened', async () => {
    const { file, facts } = await openImage(jpegs, await store(large));
    const damaged = expect.objectContaining({ code: 'IMAGE_CORRUPT' });
    await store(large.subarray(0, -100));
    expect(() => refuseDamagedJpeg(jpegs, { file, facts })).toThrow(damaged);
    await store(large);
    expect(() => refuseDamagedJpeg(jpegs, { file, facts })).not.toThrow();
  });
});
