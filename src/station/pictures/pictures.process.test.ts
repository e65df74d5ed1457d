import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it, onTestFinished } from 'vitest';
import { pyramidLevels, tileGrid, tileSize } from '../../core/detection/pyramid.ts';
import { ok } from '../../core/kernel/result.ts';
import type { RenderJob } from '../../engine/protocol.ts';
import { startEngine } from '../compose.ts';
import { openImageStore } from '../images/image-store.ts';
import { insertOriginal } from '../inspections/findings.ts';
import { must, openTestStation, temporaryFolder } from '../testing/station-fixture.ts';
import { openPictureCache, type PictureCache, sweepPictureCache } from './picture-cache.ts';
import { createPictures } from './pictures.ts';

/** Smooth colours that differ everywhere, with a fine line: a tile in a wrong place is far off, JPEG is not. */
async function writeBoard(path: string, width: number, height: number, seed = 0): Promise<Buffer> {
  const data = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      data[(y * width + x) * 3] = (x / width) * 255;
      data[(y * width + x) * 3 + 1] = (y / height) * 255;
      data[(y * width + x) * 3 + 2] = 127 + 100 * Math.sin((x + y + seed) / 60);
    }
  }
  await sharp(data, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 1 })
    .toFile(path);
  return data;
}

async function open(wrap = (cache: PictureCache): PictureCache => cache) {
  const dataDir = temporaryFolder();
  const context = openTestStation(join(dataDir, 'station.db'));
  const images = must(await openImageStore(dataDir));
  const real = startEngine(() => undefined);
  onTestFinished(() => real.close());
  const jobs: RenderJob[] = [];
  const engine = {
    render(job: RenderJob) {
      jobs.push(job);
      return real.render(job);
    },
  };
  const folder = join(dataDir, 'cache');
  const cache = wrap(openPictureCache(folder));
  const pictures = createPictures({ db: context.db, images, cache, engine, maxPixels: 1e8 });
  const store = async (path: string): Promise<string> => {
    const stored = must(await images.storeOriginal(path));
    const image = { ...stored, width: null, height: null, sourcePath: path };
    must(context.db.write<void, never>(() => ok(insertOriginal(context.db, image, context.clock.now()))));
    return stored.sha256;
  };
  return { dataDir, folder, pictures, images, store, jobs };
}

describe('pictures of a stored board', () => {
  it.each([
    [640, 640],
    [3000, 2000],
  ])('of %d × %d px put together to the original', async (width, height) => {
    const { dataDir, pictures, store } = await open();
    const path = join(dataDir, 'board.png');
    const data = await writeBoard(path, width, height);
    const sha256 = await store(path);
    expect(must(await pictures.sizeOf(sha256))).toEqual({ width, height });
    const { columns, rows } = tileGrid(width, height, 0);
    const pieces = [];
    for (let row = 0; row < rows; row += 1) {
      for (let column = 0; column < columns; column += 1) {
        const input = must(await pictures.pictureFile(sha256, { kind: 'tile', level: 0, column, row }));
        pieces.push({ input, left: column * tileSize, top: row * tileSize });
      }
    }
    const create = { width, height, channels: 3 as const, background: '#000' };
    const whole = await sharp({ create }).composite(pieces).removeAlpha().raw().toBuffer();
    let off = 0;
    for (let at = 0; at < data.length; at += 1) off += Math.abs((data[at] ?? 0) - (whole[at] ?? 0));
    expect(off / data.length).toBeLessThan(1.5);

    const level = pyramidLevels(width, height) - 1;
    const last = must(await pictures.pictureFile(sha256, { kind: 'tile', level, column: 0, row: 0 }));
    const meta = await sharp(last).metadata();
    expect([meta.width, meta.height]).toEqual([Math.ceil(width / 2 ** level), Math.ceil(height / 2 ** level)]);
    const thumbnail = await sharp(must(await pictures.pictureFile(sha256, { kind: 'thumbnail' }))).metadata();
    expect(Math.max(thumbnail.width, thumbnail.height)).toBe(160);
  });

  it('are made once for all who ask at the same time, and not again while they are whole', async () => {
    const { dataDir, pictures, store, jobs } = await open();
    await writeBoard(join(dataDir, 'board.png'), 700, 600);
    const sha256 = await store(join(dataDir, 'board.png'));
    const tile = (column: number) => pictures.pictureFile(sha256, { kind: 'tile', level: 0, column, row: 0 });
    const asked = await Promise.all([tile(0), tile(1), tile(0), pictures.sizeOf(sha256)]);
    expect(asked.every((answer) => answer.ok)).toBe(true);
    await tile(1);
    expect(jobs).toHaveLength(1);
  });

  it('are made again where the cache holds only a part of them', async () => {
    const { dataDir, folder, pictures, store, jobs } = await open();
    await writeBoard(join(dataDir, 'board.png'), 700, 600);
    const sha256 = await store(join(dataDir, 'board.png'));
    const request = { kind: 'tile', level: 0, column: 1, row: 0 } as const;
    const tile = must(await pictures.pictureFile(sha256, request));
    const thumbnail = must(await pictures.pictureFile(sha256, { kind: 'thumbnail' }));
    const before = await readFile(tile);

    const damages = [() => truncate(tile, 100), () => rm(tile), () => truncate(tile, 0)];
    for (const [count, damage] of damages.entries()) {
      await damage();
      expect(await readFile(must(await pictures.pictureFile(sha256, request)))).toEqual(before);
      expect(jobs).toHaveLength(3 + count);
    }
    await truncate(thumbnail, 200);
    const again = must(await pictures.pictureFile(sha256, { kind: 'thumbnail' }));
    expect((await sharp(again).metadata()).width).toBe(160);

    await mkdir(join(folder, 'incoming', 'half'), { recursive: true });
    await sweepPictureCache(folder);
    expect(await readdir(folder)).toEqual([sha256]);
  });

  it('would be served half by a cache that believes in names: this test sees it', async () => {
    const seen = new Map<string, string>();
    const believing = (cache: PictureCache): PictureCache => ({
      ...cache,
      async tile(...place) {
        const path = (await cache.tile(...place)) ?? seen.get(place.join());
        if (path !== undefined) seen.set(place.join(), path);
        return path ?? null;
      },
    });
    const { dataDir, pictures, store } = await open(believing);
    await writeBoard(join(dataDir, 'board.png'), 100, 100);
    const sha256 = await store(join(dataDir, 'board.png'));
    const request = { kind: 'tile', level: 0, column: 0, row: 0 } as const;
    const tile = must(await pictures.pictureFile(sha256, request));
    const before = await readFile(tile);
    await truncate(tile, 100);
    expect(await readFile(must(await pictures.pictureFile(sha256, request)))).not.toEqual(before);
  });

  it('are refused for what is no image of the station, no tile of it, or an original that was changed or is gone', async () => {
    const { dataDir, pictures, store, images, folder } = await open();
    await writeBoard(join(dataDir, 'board.png'), 100, 100);
    const sha256 = await store(join(dataDir, 'board.png'));
    const outside = await pictures.pictureFile(sha256, { kind: 'tile', level: 0, column: 1, row: 0 });
    expect(outside).toMatchObject({ ok: false, error: { code: 'PICTURE_OUTSIDE' } });
    expect(await pictures.pictureFile(sha256, { kind: 'tile', level: 9, column: 0, row: 0 })).toMatchObject({
      error: { code: 'PICTURE_OUTSIDE' },
    });
    const nobody = createHash('sha256').update('nobody').digest('hex');
    expect(await pictures.pictureFile(nobody, { kind: 'thumbnail' })).toMatchObject({
      error: { code: 'PICTURE_UNKNOWN' },
    });
    const original = images.absolute(`images/${sha256.slice(0, 2)}/${sha256}.png`);
    await writeBoard(original, 90, 90);
    expect(await pictures.pictureFile(sha256, { kind: 'thumbnail' })).toMatchObject({
      error: { code: 'ORIGINAL_DAMAGED', details: { fault: 'other_bytes' } },
    });
    await rm(original);
    expect(await pictures.pictureFile(sha256, { kind: 'thumbnail' })).toMatchObject({
      error: { code: 'ORIGINAL_DAMAGED', details: { fault: 'missing' } },
    });
    await rm(folder, { recursive: true, force: true });
    await writeFile(folder, 'in the way');
    expect(await pictures.pictureFile(sha256, { kind: 'thumbnail' })).toMatchObject({
      error: { code: 'PICTURE_CACHE' },
    });
  });
});
