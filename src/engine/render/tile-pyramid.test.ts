import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pyramidLevels, tileGrid, tileSize } from '../../core/detection/pyramid.ts';
import { createImageDecoder } from '../decode/image-decoder.ts';
import { type PyramidIndex, pyramidIndexSchema } from '../protocol.ts';
import { writeTilePyramid } from './tile-pyramid.ts';

const decoder = createImageDecoder();

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fiducial-pyramid-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Colours that differ everywhere, by one step a pixel at most: a tile in a wrong place is far off and JPEG is not. */
function picture(width: number, height: number): Buffer {
  const data = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      data[(y * width + x) * 3] = Math.round((x / Math.max(width, 256)) * 255);
      data[(y * width + x) * 3 + 1] = Math.round((y / Math.max(height, 256)) * 255);
      data[(y * width + x) * 3 + 2] = Math.round(127 + 100 * Math.sin((x + y) / 60));
    }
  }
  return data;
}

function bmpOf(data: Buffer, width: number, height: number): Buffer {
  const stride = Math.ceil((width * 3) / 4) * 4;
  const file = Buffer.alloc(54 + stride * height);
  file.write('BM', 'latin1');
  file.writeUInt32LE(54, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(width, 18);
  file.writeInt32LE(height, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(24, 28);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const from = (y * width + x) * 3;
      const to = 54 + (height - 1 - y) * stride + x * 3;
      for (let channel = 0; channel < 3; channel += 1) file[to + channel] = data[from + 2 - channel] ?? 0;
    }
  }
  return file;
}

async function write(width: number, height: number, format: 'png' | 'tiff' | 'bmp'): Promise<string> {
  const path = join(folder, `${width}x${height}.${format}`);
  const data = picture(width, height);
  if (format === 'bmp') await writeFile(path, bmpOf(data, width, height));
  else
    await sharp(data, { raw: { width, height, channels: 3 } })
      .toFormat(format)
      .toFile(path);
  return path;
}

async function pyramidOf(path: string): Promise<{ readonly out: string; readonly index: PyramidIndex }> {
  const out = await mkdtemp(join(folder, 'tiles-'));
  await writeTilePyramid(await decoder.open(path), out, tileSize);
  return { out, index: pyramidIndexSchema.parse(JSON.parse(await readFile(join(out, 'index.json'), 'utf8'))) };
}

/** A level put together again from its tiles. */
async function reassemble(out: string, index: PyramidIndex, level: number): Promise<Buffer> {
  const width = Math.ceil(index.width / 2 ** level);
  const height = Math.ceil(index.height / 2 ** level);
  const { columns, rows } = tileGrid(index.width, index.height, level);
  const pieces = [];
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const input = join(out, String(level), `${column}_${row}.jpeg`);
      pieces.push({ input, left: column * tileSize, top: row * tileSize });
    }
  }
  const background = { r: 0, g: 0, b: 0 };
  return sharp({ create: { width, height, channels: 3, background } })
    .composite(pieces)
    .removeAlpha()
    .raw()
    .toBuffer();
}

function meanError(a: Buffer, b: Buffer): number {
  if (a.length !== b.length) return 255;
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) sum += Math.abs((a[at] ?? 0) - (b[at] ?? 0));
  return sum / a.length;
}

describe('a tile pyramid', () => {
  it('shows a picture whose alpha channel is empty by its colours', async () => {
    const [width, height] = [300, 200];
    const colours = picture(width, height);
    const path = join(folder, 'bgra.png');
    await sharp(colours, { raw: { width, height, channels: 3 } })
      .ensureAlpha(0)
      .png()
      .toFile(path);
    const { out, index } = await pyramidOf(path);
    expect(meanError(await reassemble(out, index, 0), colours)).toBeLessThan(2.5);
  });

  it('has every level and tile of its geometry, and puts together to the picture', async () => {
    const side = fc.integer({ min: 8, max: 1300 });
    const format = fc.constantFrom('png', 'tiff', 'bmp');
    await fc.assert(
      fc.asyncProperty(side, side, format, async (width, height, kind) => {
        const { out, index } = await pyramidOf(await write(width, height, kind as 'png' | 'tiff' | 'bmp'));
        expect(index).toMatchObject({ width, height, tileSize });
        expect(index.levels).toHaveLength(pyramidLevels(width, height));
        for (const [level, tiles] of index.levels.entries()) {
          const { columns, rows } = tileGrid(width, height, level);
          expect(Object.keys(tiles)).toHaveLength(columns * rows);
        }
        expect(meanError(await reassemble(out, index, 0), picture(width, height))).toBeLessThan(2.5);
      }),
      {
        numRuns: 8,
        examples: [
          [512, 512, 'png'],
          [513, 8, 'bmp'],
          [1025, 1024, 'tiff'],
        ],
      },
    );
  });

  it('shows 16-bit pictures as bright as they are, and turned ones upright', async () => {
    const grey = await sharp({ create: { width: 64, height: 32, channels: 3, background: '#808080' } })
      .toColourspace('grey16')
      .withMetadata({ orientation: 6 })
      .tiff()
      .toBuffer();
    const path = join(folder, 'turned.tif');
    await sharp(grey).withMetadata({ orientation: 6 }).toFile(path);
    const { out, index } = await pyramidOf(path);
    expect(index).toMatchObject({ width: 32, height: 64 });
    const middle = (
      await sharp(join(out, '0', '0_0.jpeg'))
        .raw()
        .toBuffer()
    )[1000];
    expect(middle).toBeGreaterThan(120);
    expect(middle).toBeLessThan(136);
  });

  it('is refused where its folder cannot be written', async () => {
    const image = await decoder.open(await write(40, 40, 'png'));
    await expect(writeTilePyramid(image, join(folder, 'missing', 'folder'), tileSize)).rejects.toMatchObject({
      code: 'OUTPUT_UNWRITABLE',
    });
  });
});
