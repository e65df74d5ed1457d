import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { markDrawn } from '../core/detection/drawn-picture.ts';
import { collectInputs } from './inspect-inputs.ts';

let folder: string;
const at = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fiducial-inputs-'));
  await mkdir(at('lot/deep'), { recursive: true });
  await mkdir(at('empty'));
  for (const name of ['lot/b10.png', 'lot/b2.JPG', 'lot/notes.txt', 'lot/deep/c.tiff', 'lot/[x].bmp', 'odd.dat'])
    await writeFile(at(name), '');
  await symlink('..', at('lot/deep/circle'));
  await symlink('loop.png', at('loop.png'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function collect(args: readonly string[], manifest?: string, defaults = {}) {
  const inputs = await collectInputs(args, manifest, defaults);
  if (!inputs.ok) return inputs.error.code;
  return inputs.value.map((input) => (input.ok ? input.request.image.given : input.error.code));
}

describe('collectInputs', () => {
  it('finds the images of a folder and its subfolders in natural order, and follows no link in a circle', async () => {
    const names = ['[x].bmp', 'b2.JPG', 'b10.png', 'deep/c.tiff'].map((name) => at(`lot/${name}`));
    expect(await collect([at('lot')])).toEqual(names);
  });

  it('takes a file as it is named, whatever its name, even one that looks like a pattern or leads nowhere', async () => {
    const named = [at('odd.dat'), at('lot/[x].bmp'), at('loop.png'), at('missing.png')];
    expect(await collect(named)).toEqual(named);
  });

  it('expands patterns, and says when a pattern or folder names nothing', async () => {
    expect(await collect([`${folder}/lot/b*.{png,JPG}`, at('none-*.png'), at('empty')])).toEqual([
      at('lot/b2.JPG'),
      at('lot/b10.png'),
      'INPUT_NO_IMAGES',
      'INPUT_NO_IMAGES',
    ]);
  });

  it('knows which boards nobody named one by one', async () => {
    await writeFile(at('named.jsonl'), '{"image":"odd.dat"}\n');
    const inputs = await collectInputs(
      [at('lot/b2.JPG'), at('lot/deep'), `${folder}/lot/b1*.png`],
      at('named.jsonl'),
      {},
    );
    expect(inputs.ok && inputs.value.map((input) => input.ok && input.searched)).toEqual([false, true, true, false]);
  });

  it('pairs a board with the golden beside it, unless one is given for all', async () => {
    await mkdir(at('pairs'));
    for (const name of ['a.jpg', 'a_golden.jpg', 'b_test.jpg', 'b_temp.jpg', 'c.png'])
      await writeFile(at(`pairs/${name}`), '');
    const pairs = async (args: readonly string[], defaults = {}) => {
      const inputs = await collectInputs(args, undefined, defaults);
      return inputs.ok && inputs.value.map((input) => input.ok && [input.request.image, input.request.golden]);
    };
    const file = (name: string) => ({ given: at(`pairs/${name}`), path: at(`pairs/${name}`) });
    const beside = (name: string) => ({ ...file(name), from: 'beside' });
    expect(await pairs([at('pairs')])).toEqual([
      [file('a.jpg'), beside('a_golden.jpg')],
      [file('b_test.jpg'), beside('b_temp.jpg')],
      [file('c.png'), null],
    ]);
    expect(await pairs([at('pairs/a_golden.jpg'), at('pairs/a.jpg')])).toEqual([
      [file('a.jpg'), beside('a_golden.jpg')],
    ]);
    expect(await pairs([at('pairs/a.jpg')], { golden: at('odd.dat') })).toMatchObject([
      [file('a.jpg'), { given: at('odd.dat'), from: 'named' }],
    ]);
    expect(await collect([at('pairs')], undefined, { golden: at('odd.dat') })).toHaveLength(5);
    // Its overlay has a golden's name.
    await writeFile(at('pairs/a_golden.jpg'), markDrawn(Uint8Array.of(0xff, 0xd8, 0xff, 0xdb)));
    expect(await pairs([at('pairs/a.jpg')])).toEqual([[file('a.jpg'), null]]);
  });

  it('fills in what a manifest line leaves out, and only that', async () => {
    await writeFile(at('m.jsonl'), '{"image":"a.png","part":"own"}\n{"image":"b.png"}\n');
    const inputs = await collectInputs([], at('m.jsonl'), { golden: '/g.png', part: 'P', lot: 'L' });
    expect(inputs.ok && inputs.value.map((input) => input.ok && [input.request.part, input.request.lot])).toEqual([
      ['own', 'L'],
      ['P', 'L'],
    ]);
    expect(inputs.ok && inputs.value[0]).toMatchObject({ request: { golden: { path: '/g.png' }, serial: null } });
    expect(await collect([], at('no.jsonl'))).toBe('MANIFEST_UNREADABLE');
    await writeFile(at('empty.jsonl'), '\n');
    expect(await collect([], at('empty.jsonl'))).toEqual(['INPUT_NO_IMAGES']);
  });
});
