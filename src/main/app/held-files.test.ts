import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openHeldFiles } from './held-files.ts';

function station() {
  const folder = mkdtempSync(join(tmpdir(), 'fiducial-held-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const now = { may: false, works: true };
  const imported: string[][] = [];
  const counts: number[] = [];
  const open = () =>
    openHeldFiles({
      file: join(folder, 'held-files.json'),
      mayImport: () => now.may,
      async start(files) {
        if (now.works) imported.push([...files]);
        return { ok: now.works };
      },
      onCount: (count) => counts.push(count),
    });
  return { folder, now, imported, counts, open };
}

test('files that come while the window is locked are imported when it is unlocked, each once', async () => {
  const { folder, now, imported, counts, open } = station();
  const held = open();
  await held.receive(['/a.png', '/b.png']);
  await held.receive(['/b.png', '/c.png']);
  await held.release();
  expect([imported, held.count()]).toEqual([[], 3]);
  now.may = true;
  await Promise.all([held.release(), held.release()]);
  await held.release();
  expect(imported).toEqual([['/a.png', '/b.png', '/c.png']]);
  expect(counts).toEqual([2, 3, 0]);
  expect(readdirSync(folder)).toEqual([]);
});

test('files that come while somebody may import them are imported at once, and held only where that cannot begin', async () => {
  const { now, imported, counts, open } = station();
  const held = open();
  now.may = true;
  await held.receive(['/a.png']);
  expect([imported, counts]).toEqual([[['/a.png']], []]);
  now.works = false;
  await held.receive(['/b.png']);
  expect(counts).toEqual([1]);
});

test('outlive the program', async () => {
  const { now, imported, open } = station();
  await open().receive(['/a.png']);
  now.may = true;
  const next = open();
  expect(next.count()).toBe(1);
  await next.release();
  expect(imported).toEqual([['/a.png']]);
  expect(open().count()).toBe(0);
});

test('stay where their import could not begin', async () => {
  const { now, imported, open } = station();
  const held = open();
  await held.receive(['/a.png']);
  Object.assign(now, { may: true, works: false });
  await held.release();
  expect(held.count()).toBe(1);
  now.works = true;
  await held.release();
  expect([imported, held.count()]).toEqual([[['/a.png']], 0]);
});

test('a list that is damaged is an empty one', () => {
  const { folder, open } = station();
  writeFileSync(join(folder, 'held-files.json'), '{"no": "list"');
  expect(open().count()).toBe(0);
});
