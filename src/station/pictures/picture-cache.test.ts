import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fail, ok } from '../../core/kernel/result.ts';
import type { PyramidIndex } from '../../engine/protocol.ts';
import { must, temporaryFolder } from '../testing/station-fixture.ts';
import { openPictureCache, type PictureCache } from './picture-cache.ts';

const image = (n: number): string => n.toString(16).padStart(64, '0');

/** A pyramid of one tile with so many bytes. */
async function put(cache: PictureCache, sha256: string, bytes = 1000): Promise<void> {
  const index: PyramidIndex = { width: 9, height: 9, tileSize: 512, levels: [{ '0_0.jpeg': bytes }] };
  const fill = async (folder: string) => {
    await mkdir(join(folder, '0'));
    await writeFile(join(folder, '0', '0_0.jpeg'), Buffer.alloc(bytes));
    await writeFile(join(folder, 'index.json'), JSON.stringify(index));
    return ok(undefined);
  };
  must(await cache.put(sha256, 'tiles', fill));
}
const kept = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder)).filter((name) => name !== 'incoming').toSorted();

describe('the picture cache', () => {
  it('throws out what nobody looked at for longest when it is full, and keeps what is looked at', async () => {
    const folder = temporaryFolder();
    const cache = openPictureCache(folder, 3000);
    await put(cache, image(1));
    await put(cache, image(2));
    await put(cache, image(3));
    expect(await cache.tile(image(1), 0, 0, 0)).not.toBeNull();
    await put(cache, image(4));
    expect(await kept(folder)).toEqual([image(1), image(4)]);
    expect(await cache.pyramid(image(2))).toBeNull();
  });

  it('knows after a restart what was looked at last', async () => {
    const folder = temporaryFolder();
    const before = openPictureCache(folder);
    for (const n of [1, 2, 3]) {
      await put(before, image(n));
      await utimes(join(folder, image(n)), n === 1 ? 1e9 : n, n === 1 ? 1e9 : n);
    }
    await put(openPictureCache(folder, 3000), image(4));
    expect(await kept(folder)).toEqual([image(1), image(4)]);
  });

  it('holds an image that is larger than its limit, because it is looked at', async () => {
    const folder = temporaryFolder();
    const cache = openPictureCache(folder, 3000);
    await put(cache, image(1));
    await put(cache, image(2), 9000);
    expect(await kept(folder)).toEqual([image(2)]);
  });

  it('puts nothing in place of pictures that could not be made', async () => {
    const folder = temporaryFolder();
    const cache = openPictureCache(folder);
    await put(cache, image(1));
    const refused = await cache.put(image(1), 'tiles', async () => fail({ code: 'IMAGE_CORRUPT', message: '' }));
    expect(refused).toMatchObject({ ok: false, error: { code: 'IMAGE_CORRUPT' } });
    expect(await cache.tile(image(1), 0, 0, 0)).not.toBeNull();
    expect(await readdir(join(folder, 'incoming'))).toEqual([]);
  });

  it('does not believe an index that it cannot read', async () => {
    const folder = temporaryFolder();
    await put(openPictureCache(folder), image(1));
    await writeFile(join(folder, image(1), 'tiles', 'index.json'), '{"width": 9');
    expect(await openPictureCache(folder).pyramid(image(1))).toBeNull();
  });
});
