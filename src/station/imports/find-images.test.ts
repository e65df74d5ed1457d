import { appendFile, chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { expect, it } from 'vitest';
import { markDrawn } from '../../core/detection/drawn-picture.ts';
import { asOrdinaryUser, temporaryFolder } from '../testing/station-fixture.ts';
import { findImages } from './find-images.ts';

type At = (name: string) => string;

/** Files and links of a folder, `name -> target` for a link. */
async function tree(entries: readonly string[]): Promise<At> {
  const folder = temporaryFolder();
  // Another user may search what the test lets it.
  await chmod(folder, 0o755);
  const at: At = (name) => join(folder, name);
  for (const entry of entries) {
    const [name = '', target] = entry.split(' -> ');
    await mkdir(dirname(at(name)), { recursive: true });
    if (target === undefined) await writeFile(at(name), '');
    else await symlink(target, at(name));
  }
  return at;
}

/** What a search finds below `at('.')`, with the reason for each folder that it could not read. */
async function search(at: At, name: string) {
  const { files, unreadable } = await findImages(at(name), { patterns: true });
  const inside = (path: string): string => relative(at('.'), path);
  return [
    ...files.map(({ path }) => inside(path)),
    ...unreadable.map(({ path, error }) => [inside(path), error.code, error.details?.reason]),
  ];
}

it('follows links to files and folders, also to neighbours whose names begin alike', async () => {
  const at = await tree([
    'lot/clean.png',
    'lot/bad.png -> ../kept/bad.png',
    'kept/bad.png',
    'lot/day -> ../days/day1',
    'days/day1/a.png',
    'days/day1/next -> ../day10',
    'days/day10/b.png',
    'days/day10/deep/c.png',
  ]);
  const all = ['lot/bad.png', 'lot/clean.png', 'lot/day/a.png', 'lot/day/next/b.png', 'lot/day/next/deep/c.png'];
  expect(await search(at, 'lot')).toEqual(all);
  expect(await search(at, 'lot/**/*.png')).toEqual(all);
  expect(await search(at, 'lot/*/*.png')).toEqual(['lot/day/a.png']);
});

it('ends at a link that leads back, also over another folder or to what the search began in', async () => {
  const at = await tree([
    'near/a.png',
    'near/lot/b.png',
    'near/lot/itself -> .',
    'near/lot/up -> ..',
    'near/lot/root -> /',
    'near/lot/over -> ../../other',
    'other/c.png',
    'other/back -> ../near/lot',
    'other/above -> ../near',
  ]);
  expect(await search(at, 'near/lot')).toEqual(['near/lot/b.png', 'near/lot/over/c.png']);
  expect(await search(at, 'near/lot/**')).toEqual(['near/lot/b.png', 'near/lot/over/c.png']);
});

it('takes a file once that several names lead to, by a name without a link where there is one', async () => {
  const at = await tree([
    'lot/a-link.png -> z.png',
    'lot/day1/b.png',
    'lot/earliest -> day1',
    'lot/latest -> day1',
    'lot/z.png',
    'lot/o1 -> ../other',
    'lot/o2 -> ../other',
    'other/c.png',
  ]);
  expect(await search(at, 'lot')).toEqual(['lot/day1/b.png', 'lot/o1/c.png', 'lot/z.png']);
});

it('says each folder that cannot be read, and takes the others', async () => {
  const at = await tree(['lot/a.png', 'lot/closed/b.png', 'lot/open/c.png', 'lot/open/shut/d.png']);
  await chmod(at('lot/closed'), 0);
  await chmod(at('lot/open/shut'), 0);
  const closed = ['lot/closed', 'IMPORT_FOLDER_UNREADABLE', 'EACCES'];
  const shut = ['lot/open/shut', 'IMPORT_FOLDER_UNREADABLE', 'EACCES'];
  const seen = await asOrdinaryUser(async () => ({
    folder: await search(at, 'lot'),
    pattern: await search(at, 'lot/**/*.png'),
    near: await search(at, 'lot/*/*.png'),
    itself: await search(at, 'lot/closed'),
  }));
  // So that whoever is no root can remove them.
  for (const name of ['lot/closed', 'lot/open/shut']) await chmod(at(name), 0o755);
  expect(seen).toEqual({
    folder: ['lot/a.png', 'lot/open/c.png', closed, shut],
    pattern: ['lot/a.png', 'lot/open/c.png', closed, shut],
    near: ['lot/open/c.png', closed],
    itself: [closed],
  });
});

it('says a link that leads nowhere: named as an image it is a board, else it may have been a folder', async () => {
  const at = await tree(['lot/a.png', 'lot/gone.png -> nowhere', 'lot/day2 -> /no/such/disk', 'lot/.lock -> nowhere']);
  const unreadable = ['lot/day2', 'IMPORT_FOLDER_UNREADABLE', 'ENOENT'];
  expect(await search(at, 'lot')).toEqual(['lot/a.png', 'lot/gone.png', unreadable]);
  expect(await search(at, 'lot/*.png')).toEqual(['lot/a.png', 'lot/gone.png']);
  expect(await search(at, 'lot/no-such/*.png')).toEqual([]);
});

it('names what it could not read as the folder was named', async () => {
  const at = await tree(['lot/day2 -> nowhere']);
  const { unreadable } = await findImages(relative('', at('lot')), { patterns: true });
  expect(unreadable.map(({ path }) => path)).toEqual([relative('', at('lot/day2'))]);
});

it('leaves out what the program wrote itself, and says it, but takes what is named', async () => {
  const at = await tree([
    'lot/a.jpg',
    'lot/a.pdf',
    'lot/drawn/a.jpg',
    'lot/reports/a.pdf',
    'lot/set/.fiducial-dataset',
    'lot/set/images/0.jpg',
    'lot/station/station.db',
    'lot/station/images/aa/a.jpg',
    'lot/linked -> ../station',
    'station/station.db',
    'station/images/b.jpg',
  ]);
  await writeFile(at('lot/drawn/a.jpg'), markDrawn(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xdb)));
  await appendFile(at('lot/reports/a.pdf'), '<< /Creator (Fiducial) >>');
  const own = async (name: string) => {
    const found = await findImages(at(name), { patterns: true });
    return found.own.map(({ path, what }) => [relative(at('.'), path), what]).toSorted();
  };
  expect(await search(at, 'lot')).toEqual(['lot/a.jpg']);
  const folders = [
    ['lot/linked', 'data_directory'],
    ['lot/set', 'data_set'],
    ['lot/station', 'data_directory'],
  ];
  const drawn = ['lot/drawn/a.jpg', 'drawn_picture'];
  expect(await own('lot')).toEqual([drawn, ...folders]);
  expect(await search(at, 'lot/**/*.*')).toEqual(['lot/a.jpg', 'lot/a.pdf']);
  expect(await own('lot/**/*.*')).toEqual([
    drawn,
    ...folders.slice(0, 1),
    ['lot/reports/a.pdf', 'report'],
    ...folders.slice(1),
  ]);
  expect(await search(at, 'lot/set')).toEqual(['lot/set/images/0.jpg']);
  expect(await search(at, 'lot/drawn/a.jpg')).toEqual(['lot/drawn/a.jpg']);
});
