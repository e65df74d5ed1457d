import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createImageDecoder } from '../decode/image-decoder.ts';
import { writeUpright } from './upright-picture.ts';

const decoder = createImageDecoder();
const width = 12;
const height = 8;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fiducial-upright-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** 16-bit grey, another value in every pixel. */
const values = Uint16Array.from({ length: width * height }, (_, n) => 60_000 - n * 300);

/** Written by hand: sharp converts the numbers where it writes an orientation. */
async function writeGrey(name: string, orientation: number): Promise<string> {
  const png = await sharp(values, { raw: { width, height, channels: 1 } })
    .toColourspace('grey16')
    .png()
    .toBuffer();
  // A TIFF of one entry (0x0112, SHORT, 1 value) in a chunk behind IHDR, which ends at 33.
  const tiff = [0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0];
  const typed = Buffer.from([...Buffer.from('eXIf'), ...tiff]);
  const [length, check] = [tiff.length, crc32(typed)].map((number) => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(number);
    return bytes;
  }) as [Buffer, Buffer];
  const path = join(folder, name);
  await writeFile(path, Buffer.concat([png.subarray(0, 33), length, typed, check, png.subarray(33)]));
  return path;
}

describe('an upright picture', () => {
  it.each([2, 3, 4, 5, 6, 7, 8])(
    'of EXIF orientation %i has every number of the file where people see it',
    async (n) => {
      const path = await writeGrey(`${n}.png`, n);
      const out = join(folder, `${n}-upright.png`);
      await writeUpright(await decoder.open(path), out);
      const meta = await sharp(out).metadata();
      const turned = n >= 5;
      expect([meta.format, meta.depth, meta.orientation ?? 1]).toEqual(['png', 'ushort', 1]);
      expect([meta.width, meta.height]).toEqual(turned ? [height, width] : [width, height]);
      const bytes = await sharp(out).toColourspace('grey16').raw({ depth: 'ushort' }).toBuffer();
      const seen = new Uint16Array(new Uint8Array(bytes).buffer);
      // Where the stored pixel (x, y) comes to lie: EXIF 2.32, tag 0x0112.
      const [right, bottom] = [width - 1, height - 1];
      const placeOf = (x: number, y: number): number => {
        const column = [x, right - x, right - x, x, y, bottom - y, bottom - y, y][n - 1]!;
        const row = [y, y, bottom - y, bottom - y, x, x, right - x, right - x][n - 1]!;
        return row * (turned ? height : width) + column;
      };
      for (let at = 0; at < values.length; at += 1)
        expect(seen[placeOf(at % width, Math.floor(at / width))]).toBe(values[at]);
    },
  );

  it('of a JPEG is what its decoder gives, in colour', async () => {
    const path = join(folder, 'colour.jpg');
    const out = join(folder, 'colour-upright.png');
    await sharp({ create: { width, height, channels: 3, background: '#c02040' } })
      .jpeg()
      .withMetadata({ orientation: 6 })
      .toFile(path);
    await writeUpright(await decoder.open(path), out);
    const pixels = (of: string, autoOrient: boolean) => sharp(of, { autoOrient, ignoreIcc: true }).raw().toBuffer();
    expect(await pixels(out, false)).toEqual(await pixels(path, true));
  });

  it('is not written of one that is upright as it is', async () => {
    const path = await writeGrey('plain.png', 1);
    await writeUpright(await decoder.open(path), join(folder, 'none.png'));
    expect(existsSync(join(folder, 'none.png'))).toBe(false);
  });

  it('is refused where it cannot be written', async () => {
    const image = await decoder.open(await writeGrey('turned.png', 6));
    const nowhere = writeUpright(image, join(folder, 'missing', 'x.png'));
    await expect(nowhere).rejects.toMatchObject({ code: 'OUTPUT_UNWRITABLE' });
  });
});
