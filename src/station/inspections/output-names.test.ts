import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';
import { must, temporaryFolder } from '../testing/station-fixture.ts';
import { outputNames } from './output-names.ts';
import { providerOrder } from './provider-order.ts';

/** Boards named by their pictures' paths. */
const namesFor = async (folder: string, ending: string, paths: readonly string[]) =>
  must(
    await outputNames(
      folder,
      ending,
      paths.map((path) => [path, path]),
    ),
  );

it('gives every board a file of its own, in the order of the boards and not of their ends', async () => {
  const folder = temporaryFolder();
  const paths = ['/a/1.jpg', '/b/1.png', '/c/A.jpg', '/c/a.jpg', '/d/.png'];
  const names = await namesFor(folder, '.pdf', paths);
  const claimed = new Map<string, string>();
  for (const path of paths.toReversed()) claimed.set(path, basename(must(await names.claim(path)).path));
  expect(paths.map((path) => claimed.get(path))).toEqual(['1.pdf', '1-2.pdf', 'A.pdf', 'a-2.pdf', '.png.pdf']);
});

it('writes over nothing that is in the folder, whatever it is, nor over what comes there meanwhile', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'B.JPG'), 'a board');
  symlinkSync('nowhere', join(folder, 'b-2.jpg'));
  mkdirSync(join(folder, 'b-3.jpg'));
  const names = await namesFor(folder, '.jpg', ['/x/b.png', '/y/b.png']);
  writeFileSync(join(folder, 'b-4.jpg'), 'of another program');
  expect(basename(must(await names.claim('/x/b.png')).path)).toBe('b-6.jpg');
  expect(basename(must(await names.claim('/y/b.png')).path)).toBe('b-5.jpg');
  expect(readFileSync(join(folder, 'B.JPG'), 'utf8')).toBe('a board');
  expect(readFileSync(join(folder, 'b-4.jpg'), 'utf8')).toBe('of another program');
});

it('leaves nothing of a file that nothing came of, and says where it cannot write', async () => {
  const folder = temporaryFolder();
  const names = await namesFor(folder, '.jpg', ['/x/b.png']);
  await must(await names.claim('/x/b.png')).discard();
  expect(readdirSync(folder)).toEqual([]);
  const nowhere = await outputNames(join(folder, 'nowhere'), '.jpg', [['b', '/x/b.png']]);
  expect(nowhere).toMatchObject({ error: { code: 'OUTPUT_UNWRITABLE' } });
});

it('tries only the provider that was named, and orders the rest by setting or platform', () => {
  expect(providerOrder('cuda', ['cpu'])).toEqual(['cuda']);
  expect(providerOrder('auto', undefined, 'linux')).toEqual(['cuda', 'cpu']);
  expect(providerOrder('auto', ['webgpu', 'nonsense', 'cpu'])).toEqual(['webgpu', 'cpu']);
  expect(providerOrder('auto', 'nonsense', 'aix')).toEqual(['cpu']);
});
