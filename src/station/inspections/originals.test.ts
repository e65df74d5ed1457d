import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openImageStore } from '../images/image-store.ts';
import { must, temporaryFolder } from '../testing/station-fixture.ts';
import { takeFromStore, takeInPlace } from './originals.ts';

describe('an original', () => {
  it('is the same with and without a store', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'a.bmp');
    writeFileSync(path, Buffer.concat([Buffer.from('BM'), Buffer.alloc(300_000, 7)]));
    const stored = must(await takeFromStore(must(await openImageStore(folder)))({ given: 'a', path }));
    const inPlace = must(await takeInPlace({ given: 'a', path }));
    const { sha256, bytes } = inPlace.image;
    expect(stored.image).toMatchObject({ sha256, bytes: 300_002 });
    expect(bytes).toBe(300_002);
    expect(inPlace.path).toBe(path);
  });

  it.skipIf(process.platform === 'win32')(
    'is a file: what has no end is refused at once, in the same words',
    async () => {
      const folder = temporaryFolder();
      execFileSync('sh', ['-c', 'mkfifo "$0"', join(folder, 'fifo')]);
      mkdirSync(join(folder, 'folder'));
      const fromStore = takeFromStore(must(await openImageStore(folder)));
      for (const path of [join(folder, 'fifo'), '/dev/zero', join(folder, 'folder'), join(folder, 'none')]) {
        const taken = await Promise.all([fromStore, takeInPlace].map((take) => take({ given: path, path })));
        const [withStore, without] = taken.map((each) => (each.ok ? null : [each.error.code, each.error.message]));
        expect(withStore?.[0], path).toBe('IMAGE_UNREADABLE');
        expect(without, path).toEqual(withStore);
      }
    },
  );
});
