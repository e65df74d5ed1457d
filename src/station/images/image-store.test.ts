import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { asOrdinaryUser, must, temporaryFolder } from '../testing/station-fixture.ts';
import { imageStoreErrorCodes } from './errors.ts';
import type { FileSystem } from './file-system.ts';
import { openImageStore } from './image-store.ts';
import { faultyFileSystem } from './testing/faulty-file-system.ts';
import { filesBelow, unsoundOriginals } from './testing/store-check.ts';

/** Starts like a PNG; longer than one read of the copy (1 MiB). */
const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(150_000, 'pixels')]);

async function openStore(files?: FileSystem) {
  const folder = temporaryFolder();
  const dataDir = join(folder, 'data');
  const source = join(folder, 'board.png');
  writeFileSync(source, png);
  return { folder, dataDir, source, opened: await openImageStore(dataDir, files) };
}

describe('storing an original', () => {
  it('keeps the bytes under their hash, once', async () => {
    const { dataDir, source, opened, folder } = await openStore();
    const store = must(opened);
    const first = must(await store.storeOriginal(source));
    expect(first).toMatchObject({ bytes: png.length, format: 'png', existed: false, mended: false });
    expect(first.storedPath).toBe(`images/${first.sha256.slice(0, 2)}/${first.sha256}.png`);
    expect(readFileSync(store.absolute(first.storedPath))).toEqual(png);
    const { ino } = statSync(store.absolute(first.storedPath));

    const copy = join(folder, 'the same under another name.jpg');
    writeFileSync(copy, png);
    expect(must(await store.storeOriginal(copy))).toEqual({ ...first, existed: true });
    expect(statSync(store.absolute(first.storedPath)).ino).toBe(ino);
    expect(filesBelow(join(dataDir, 'images'))).toEqual([first.storedPath.slice('images/'.length)]);
  });

  it.each([
    ['cut short', png.subarray(0, 1000)],
    ['replaced by other bytes of the same length', Buffer.from(png).fill('foreign', 100)],
  ])('replaces an original that was %s, and says so', async (_, foreign) => {
    const { dataDir, source, opened } = await openStore();
    const store = must(opened);
    const first = must(await store.storeOriginal(source));
    writeFileSync(store.absolute(first.storedPath), foreign);
    expect(unsoundOriginals(dataDir)).toHaveLength(1);
    expect(must(await store.storeOriginal(source))).toEqual({ ...first, mended: true });
    expect(unsoundOriginals(dataDir)).toEqual([]);
    expect(must(await store.storeOriginal(source))).toEqual({ ...first, existed: true });
  });

  it('takes the same file from many at once', async () => {
    const { dataDir, source, opened } = await openStore();
    const stored = await Promise.all(Array.from({ length: 8 }, () => must(opened).storeOriginal(source)));
    expect(new Set(stored.map((one) => must(one).sha256)).size).toBe(1);
    expect(filesBelow(join(dataDir, 'images'))).toHaveLength(1);
    expect(unsoundOriginals(dataDir)).toEqual([]);
  });

  it.each([
    ['a missing file', 'missing.png', 'IMAGE_UNREADABLE'],
    ['a folder', 'folder', 'IMAGE_UNREADABLE'],
    ['a symlink loop', 'loop.png', 'IMAGE_UNREADABLE'],
    ['a name with a NUL', 'a\0b.png', 'IMAGE_UNREADABLE'],
    ['a path that is too long', `${'x'.repeat(5000)}.png`, 'IMAGE_UNREADABLE'],
    ['a pipe that nobody writes to', 'pipe.png', 'IMAGE_UNREADABLE'],
    ['zero bytes', 'empty.png', 'IMAGE_EMPTY'],
    ['text named as an image', 'text.png', 'IMAGE_FORMAT'],
  ])('refuses %s and keeps nothing', async (_, name, code) => {
    const { folder, dataDir, opened } = await openStore();
    mkdirSync(join(folder, 'folder'));
    symlinkSync(join(folder, 'loop.png'), join(folder, 'loop.png'));
    writeFileSync(join(folder, 'empty.png'), '');
    writeFileSync(join(folder, 'text.png'), 'I am a board, I promise.');
    if (process.platform !== 'win32') execFileSync('sh', ['-c', 'mkfifo "$0"', join(folder, 'pipe.png')]);
    expect(await must(opened).storeOriginal(join(folder, name))).toMatchObject({ ok: false, error: { code } });
    expect(filesBelow(dataDir)).toEqual([]);
  });

  it('refuses a file that may not be read', async () => {
    const { folder, source, opened } = await openStore();
    chmodSync(folder, 0o755);
    chmodSync(source, 0o000);
    const stored = await asOrdinaryUser(() => must(opened).storeOriginal(source));
    expect(stored).toMatchObject({ ok: false, error: { code: 'IMAGE_UNREADABLE' } });
  });

  it('stores a path with spaces, Unicode and SQL', async () => {
    const { folder, opened } = await openStore();
    const source = join(folder, "a b 工 \u202e '; DROP TABLE images;--.png");
    writeFileSync(source, png);
    expect(must(await must(opened).storeOriginal(source)).bytes).toBe(png.length);
  });

  it('says so when the data directory cannot be made', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'data'), 'a file');
    expect(await openImageStore(join(folder, 'data'))).toMatchObject({
      ok: false,
      error: { code: 'STORE_UNWRITABLE' },
    });
  });

  it('sweeps what a killed run left, and nothing else', async () => {
    const { dataDir } = await openStore();
    const incoming = join(dataDir, 'images', 'incoming');
    // No process has a number this high (Linux: at most 2^22).
    const names = [
      '99999999-a.part',
      `${process.pid}-b.part`,
      '99999999-new.part',
      `${process.ppid}-c.part`,
      'note.txt',
    ];
    for (const name of names) {
      writeFileSync(join(incoming, name), 'half');
      if (!name.includes('new')) utimesSync(join(incoming, name), 1, 1);
    }
    must(await openImageStore(dataDir));
    expect(filesBelow(incoming).toSorted()).toEqual(
      ['99999999-new.part', `${process.ppid}-c.part`, 'note.txt'].toSorted(),
    );
  });

  it('has these error codes', () => {
    expect(imageStoreErrorCodes).toMatchInlineSnapshot(`
      [
        "IMAGE_UNREADABLE",
        "IMAGE_EMPTY",
        "IMAGE_FORMAT",
        "ORIGINAL_DAMAGED",
        "ORIGINAL_MENDED",
        "STORE_FULL",
        "STORE_UNWRITABLE",
        "STORE_IO",
      ]
    `);
  });
});

describe('a fault at any one operation while storing an original', () => {
  const steps = ['makeFolder', 'create', 'write', 'write', 'sync', 'makeFolder', 'rename', 'syncFolder'];
  const faults = steps.flatMap((step, at) => [
    { step, at, system: 'ENOSPC', code: 'STORE_FULL' },
    { step, at, system: 'EIO', code: 'STORE_IO' },
    { step, at, system: 'EACCES', code: 'STORE_UNWRITABLE' },
  ]);

  it('is tried at every operation there is', async () => {
    const { files, operations } = faultyFileSystem(Number.POSITIVE_INFINITY, 'ENOSPC');
    const { opened, source } = await openStore(files);
    must(await must(opened).storeOriginal(source));
    expect(operations).toEqual(steps);
  });

  it.each(faults)('$system at operation $at ($step): $code, nothing half, and the next try succeeds', async (fault) => {
    const { files } = faultyFileSystem(fault.at, fault.system);
    const { dataDir, source, opened } = await openStore(files);
    const outcome = opened.ok ? await opened.value.storeOriginal(source) : opened;
    expect(outcome).toMatchObject({ ok: false, error: { code: fault.code, details: { system: fault.system } } });
    expect(unsoundOriginals(dataDir)).toEqual([]);
    expect(readFileSync(source)).toEqual(png);

    const again = must(await must(await openImageStore(dataDir, files)).storeOriginal(source));
    expect(again.bytes).toBe(png.length);
    expect(filesBelow(join(dataDir, 'images'))).toHaveLength(1);
    expect(unsoundOriginals(dataDir)).toEqual([]);
  });

  it.each(steps.map((step, at) => ({ step, at })))(
    'a disk that stays broken from operation $at ($step) on leaves no original that is not whole',
    async ({ at }) => {
      const { files } = faultyFileSystem(at, 'EIO', true);
      const { dataDir, source, opened } = await openStore(files);
      if (opened.ok) expect((await opened.value.storeOriginal(source)).ok).toBe(false);
      const originals = unsoundOriginals(dataDir).filter((path) => !path.startsWith('incoming/'));
      expect(originals).toEqual([]);
    },
  );

  it('control: a store that writes under the final name is caught by the same check', async () => {
    const { dataDir, source } = await openStore();
    mkdirSync(join(dataDir, 'images', '1d'));
    writeFileSync(join(dataDir, 'images', '1d', '1d11f1fb.png'), readFileSync(source).subarray(0, 1000));
    expect(unsoundOriginals(dataDir)).toHaveLength(1);
  });
});
