import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../testing/station-fixture.ts';
import { readInputs } from './import-inputs.ts';

async function folderWith(names: readonly string[]): Promise<(name: string) => string> {
  const folder = temporaryFolder();
  for (const name of names) {
    await mkdir(join(folder, name, '..'), { recursive: true });
    await writeFile(join(folder, name), '');
  }
  return (name) => join(folder, name);
}

/** Boards with their goldens, and codes of what is none, as they were said. */
async function read(
  paths: readonly string[],
  about = { part: null, lot: null } as { part: string | null; lot: string | null },
) {
  const inputs = await readInputs(paths, about);
  return inputs.map((input) =>
    input.ok ? [input.request.image.given, input.request.golden?.given ?? null] : [input.name, input.error.code],
  );
}

describe('what is read of an import', () => {
  it('is every image of a folder and its subfolders, with the goldens beside them', async () => {
    const at = await folderWith([
      'a_board.png',
      'a_golden.png',
      'sub/b_test.jpg',
      'sub/b_temp.jpg',
      'sub/c.bmp',
      'x.txt',
    ]);
    expect(await read([at('.')])).toEqual([
      [at('a_board.png'), at('a_golden.png')],
      [at('sub/b_test.jpg'), at('sub/b_temp.jpg')],
      [at('sub/c.bmp'), null],
    ]);
  });

  it('is a single file with the golden that lies beside it, and a golden alone as a board', async () => {
    const at = await folderWith(['a_board.png', 'a_golden.png']);
    expect(await read([at('a_board.png')])).toEqual([[at('a_board.png'), at('a_golden.png')]]);
    expect(await read([at('a_golden.png')])).toEqual([[at('a_golden.png'), null]]);
    expect(await read([at('a_golden.png'), at('a_board.png')])).toEqual([[at('a_board.png'), at('a_golden.png')]]);
  });

  it('is each file once, however often it is named, and whatever stands in its name', async () => {
    const at = await folderWith(['[a]*.png']);
    expect(await read([at('[a]*.png'), at('.'), at('[a]*.png')])).toEqual([[at('[a]*.png'), null]]);
  });

  it('is a manifest’s boards, with part and lot where the manifest does not say them', async () => {
    const at = await folderWith(['a.png', 'b.png', 'g.png']);
    const lines = ['{"image":"a.png","golden":"g.png","part":"own","serial":7}', 'nonsense', '{"image":"b.png"}'];
    await writeFile(at('boards.jsonl'), lines.join('\n'));
    const inputs = await readInputs([at('boards.jsonl')], { part: 'P', lot: 'L' });
    expect(inputs).toMatchObject([
      { ok: true, request: { golden: { path: at('g.png') }, part: 'own', lot: 'L', serial: '7' } },
      { ok: false, error: { code: 'MANIFEST_LINE' } },
      { ok: true, request: { golden: null, part: 'P', lot: 'L' } },
    ]);
  });

  it('is one row for what holds no board: an empty folder, other JSON, an empty manifest', async () => {
    const at = await folderWith(['none.jsonl']);
    await mkdir(at('empty'));
    await writeFile(at('other.json'), JSON.stringify({ many: 1, lines: [1, 2] }, null, 2));
    expect(await read([at('empty'), at('other.json'), at('none.jsonl')])).toEqual([
      [at('empty'), 'IMPORT_NO_IMAGES'],
      [at('other.json'), 'MANIFEST_LINE'],
      [at('none.jsonl'), 'IMPORT_NO_IMAGES'],
    ]);
  });
});
