import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createImageDecoder } from './image-decoder.ts';
import { twoPageTiff } from './testing/tiff.ts';

const decoder = createImageDecoder();
const side = 256;
/** Part of a sample board, as grey levels. */
let board: Uint8Array;
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fiducial-judgeable-'));
  const sample = join(import.meta.dirname, '../../../resources/boards/samples/motor-9_450002_board.jpg');
  board = await sharp(sample).extract({ left: 100, top: 100, width: side, height: side }).greyscale().raw().toBuffer();
});
afterAll(() => rm(folder, { recursive: true }));

const grey8 = (level: (at: number) => number) =>
  sharp(
    Uint8Array.from({ length: side * side }, (_, at) => level(at)),
    { raw: { width: side, height: side, channels: 1 } },
  );

const grey16 = (level: (at: number) => number) =>
  sharp(
    Uint16Array.from({ length: side * side }, (_, at) => level(at)),
    {
      raw: { width: side, height: side, channels: 1 },
    },
  ).toColourspace('grey16');

async function store(name: string, image: Promise<Uint8Array>): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, await image);
  return path;
}

const read = async (path: string) => decoder.grey(await decoder.open(path));
async function readInBands(path: string) {
  const bands = await decoder.bands(path, 32);
  await bands.whenRows(Number.POSITIVE_INFINITY);
  return bands.image;
}

/** Both ways into the engine: at once, and from the top down as large boards come. */
const ways = [
  ['at once', read],
  ['in bands', readInBands],
] as const;

describe.each(ways)('read %s', (way, read) => {
  it.each([
    ['black.png', () => grey8(() => 0).png()],
    ['white.jpg', () => grey8(() => 255).jpeg()],
    ['dark.png', () => grey8((at) => (board[at] ?? 0) >> 4).png()],
    ['foggy.tif', () => grey8((at) => 200 + ((board[at] ?? 0) >> 4)).tiff()],
    ['black-deep.png', () => grey16(() => 0).png()],
    [
      'unseen.png',
      () =>
        grey8(() => 0)
          .ensureAlpha(0)
          .png(),
    ],
  ])('%s has nothing to be judged', async (name, image) => {
    const path = await store(`${way} ${name}`, image().toBuffer());
    await expect(read(path)).rejects.toMatchObject({ code: 'IMAGE_BLANK' });
  });

  it.each([
    ['ten.png', () => grey16((at) => (board[at] ?? 0) << 2).png()],
    ['twelve.tif', () => grey16((at) => (board[at] ?? 0) << 4).tiff({ compression: 'lzw' })],
  ])('%s, whose bits of 16 were not scaled up, is refused in words', async (name, image) => {
    const path = await store(`${way} ${name}`, image().toBuffer());
    const refused = { code: 'IMAGE_BLANK', message: expect.stringContaining('16 bits a sample') };
    await expect(read(path)).rejects.toMatchObject(refused);
  });

  it.each([
    ['board.png', 1, () => grey8((at) => board[at] ?? 0).png()],
    ['dim.png', 0.4, () => grey8((at) => Math.round((board[at] ?? 0) * 0.4)).png()],
    ['deep.tif', 1, () => grey16((at) => (board[at] ?? 0) * 257).tiff({ compression: 'lzw' })],
    ['dim-deep.png', 0.4, () => grey16((at) => Math.round((board[at] ?? 0) * 257 * 0.4)).png()],
  ] as const)('%s is read as it is, at %d of its brightness', async (name, brightness, image) => {
    const grey = await read(await store(`${way} ${name}`, image().toBuffer()));
    const worst = Math.max(...board.map((level, at) => Math.abs(level * brightness - (grey.data[at] ?? 0))));
    expect(worst).toBeLessThanOrEqual(1);
  });

  it('two boards in one TIFF are refused: the second would never be seen', async () => {
    const path = await store(`${way} two.tif`, Promise.resolve(twoPageTiff(board, side, { kind: 0 })));
    const refused = { code: 'IMAGE_PAGES', details: { pictures: 2 }, message: expect.stringContaining('2 pictures') };
    await expect(read(path)).rejects.toMatchObject(refused);
  });

  it('a pyramid, a thumbnail and a mask are no further pictures', async () => {
    const pyramid = grey8((at) => board[at] ?? 0).tiff({ pyramid: true, tile: true, tileWidth: 64, tileHeight: 64 });
    const path = await store(`${way} pyramid.tif`, pyramid.toBuffer());
    expect((await sharp(path).metadata()).pages).toBeGreaterThan(2);
    expect((await read(path)).width).toBe(side);
    for (const page of [{ kind: 1, shrink: 5 }, { kind: 4 }]) {
      const other = await store(`${way} kind.tif`, Promise.resolve(twoPageTiff(board, side, page)));
      expect((await read(other)).width).toBe(side);
    }
  });
});

describe('the pages of a TIFF', () => {
  it.each([false, true])('are counted in either byte order, and in BigTIFF: %s', async (isBig) => {
    for (const isLittle of [false, true]) {
      const bytes = twoPageTiff(board, side, { kind: 0, isBig, isLittle });
      const path = await store('order.tif', Promise.resolve(bytes));
      expect((await decoder.open(path)).facts.pictures).toBe(2);
    }
  });

  it('that lead in a circle are not followed for ever', async () => {
    const path = await store('circle.tif', Promise.resolve(twoPageTiff(board, side, { kind: 0, isCircle: true })));
    await expect(read(path)).rejects.toThrow(expect.objectContaining({ name: 'EngineFault' }));
  });
});
