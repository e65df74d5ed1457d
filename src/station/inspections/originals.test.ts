import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { markDrawn } from '../../core/detection/drawn-picture.ts';
import { openImageStore } from '../images/image-store.ts';
import { must, openTestStation, temporaryFolder } from '../testing/station-fixture.ts';
import { rememberGoldens, takeFromStore, takeInPlace } from './originals.ts';

async function storeIn(dataDir: string) {
  const context = openTestStation(join(dataDir, 'station.db'));
  return { context, take: takeFromStore(must(await openImageStore(dataDir)), { context, dataDir }) };
}

describe('an original', () => {
  it('is no picture into which findings were drawn', async () => {
    const folder = temporaryFolder();
    const file = { given: 'a.jpg', path: join(folder, 'a.jpg') };
    writeFileSync(file.path, markDrawn(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xdb)));
    const { take } = await storeIn(folder);
    for (const each of [take, takeInPlace])
      expect(await each(file)).toMatchObject({ ok: false, error: { code: 'PICTURE_IS_DRAWN' } });
  });

  it('is the same with and without a store', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'a.bmp');
    writeFileSync(path, Buffer.concat([Buffer.from('BM'), Buffer.alloc(300_000, 7)]));
    const { take } = await storeIn(folder);
    const stored = must(await take({ given: 'a', path }));
    const inPlace = must(await takeInPlace({ given: 'a', path }));
    const { sha256, bytes } = inPlace.image;
    expect(stored.image).toMatchObject({ sha256, bytes: 300_002 });
    expect(bytes).toBe(300_002);
    expect(inPlace.path).toBe(path);
  });

  it('is what was hashed, also where the stored one had become other bytes, and says that once', async () => {
    const folder = temporaryFolder();
    const file = { given: 'a.bmp', path: join(folder, 'a.bmp') };
    writeFileSync(file.path, 'BM the board');
    const { take, context } = await storeIn(folder);
    const stored = must(await take(file));
    expect(stored.warnings).toEqual([]);
    writeFileSync(stored.path, 'BM the bored');
    const takeOnce = rememberGoldens(take);
    const again = must(await takeOnce(file));
    expect(again.image).toEqual(stored.image);
    expect(readFileSync(again.path, 'utf8')).toBe('BM the board');
    expect(again.warnings).toMatchObject([
      {
        code: 'ORIGINAL_MENDED',
        message: expect.stringMatching(/^a\.bmp: /),
        details: { path: again.image.storedPath },
      },
    ]);
    const row = context.db.get(context.db.query.selectFrom('quarantine').selectAll());
    expect(row).toMatchObject({ code: 'ORIGINAL_DAMAGED', source_path: again.path });
    expect(readFileSync(join(folder, row?.stored_path ?? ''), 'utf8')).toBe('BM the bored');
    expect(again.warnings[0]?.message).toContain(`is kept as ${row?.stored_path}.`);
    expect(must(await takeOnce(file))).toEqual({ ...again, warnings: [] });
  });

  it.skipIf(process.platform === 'win32')(
    'is a file: what has no end is refused at once, in the same words',
    async () => {
      const folder = temporaryFolder();
      execFileSync('sh', ['-c', 'mkfifo "$0"', join(folder, 'fifo')]);
      mkdirSync(join(folder, 'folder'));
      const { take: fromStore } = await storeIn(folder);
      for (const path of [join(folder, 'fifo'), '/dev/zero', join(folder, 'folder'), join(folder, 'none')]) {
        const taken = await Promise.all([fromStore, takeInPlace].map((take) => take({ given: path, path })));
        const [withStore, without] = taken.map((each) => (each.ok ? null : [each.error.code, each.error.message]));
        expect(withStore?.[0], path).toBe('IMAGE_UNREADABLE');
        expect(without, path).toEqual(withStore);
      }
    },
  );
});
