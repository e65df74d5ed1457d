import { lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fail, ok } from '../../core/kernel/result.ts';
import { must, temporaryFolder } from '../testing/station-fixture.ts';
import { writeWholeFolder } from './whole-folder.ts';

/** Writes a file and a folder with a file in it. */
const fill = async (work: string) => {
  mkdirSync(join(work, 'images'));
  writeFileSync(join(work, 'images', 'a.png'), 'a');
  writeFileSync(join(work, 'data.yaml'), 'names');
  return ok('filled');
};
const filled = ['data.yaml', 'images'];

describe('a folder that is whole or not there', () => {
  it('is made with its parents where it is new', async () => {
    const above = temporaryFolder();
    const folder = join(above, 'new', 'set');
    expect(must(await writeWholeFolder(folder, fill))).toEqual({ folder, value: 'filled' });
    expect(readdirSync(folder).toSorted()).toEqual(filled);
    expect(readdirSync(join(above, 'new'))).toEqual(['set']);
  });

  it('stays the one that was there: a mount point, where somebody stands, the end of a link', async () => {
    const above = temporaryFolder();
    const folder = join(above, 'set');
    const link = join(above, 'link');
    mkdirSync(folder);
    symlinkSync('set', link);
    const before = statSync(folder).ino;
    expect(must(await writeWholeFolder(link, fill)).folder).toBe(link);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(statSync(folder).ino).toBe(before);
    expect(readdirSync(folder).toSorted()).toEqual(filled);
    expect(readdirSync(above).toSorted()).toEqual(['link', 'set']);
  });

  it('shows that it is half for as long as it is', async () => {
    const folder = temporaryFolder();
    const shown: string[] = [];
    await writeWholeFolder(folder, async (work) => {
      shown.push(...readdirSync(folder));
      return fill(work);
    });
    expect(shown).toEqual([`.partial-${process.pid}`]);
    const killed = temporaryFolder();
    mkdirSync(join(killed, shown[0]!));
    expect(await writeWholeFolder(killed, fill)).toMatchObject({ error: { code: 'EXPORT_NOT_EMPTY' } });
  });

  it.each(['new', 'empty'])('keeps nothing of what failed: %s', async (kind) => {
    const above = temporaryFolder();
    const folder = join(above, 'set');
    if (kind === 'empty') mkdirSync(folder);
    const left = () => readdirSync(above, { recursive: true });
    const before = left();
    const refused = { code: 'X', message: 'refused' };
    const failing = async (work: string) => {
      await fill(work);
      return fail(refused);
    };
    expect(await writeWholeFolder(folder, failing)).toEqual({ ok: false, error: refused });
    expect(left()).toEqual(before);
    const unwritable = async (work: string) => {
      await fill(work);
      return ok(readFileSync(join(work, 'nowhere')));
    };
    expect(await writeWholeFolder(folder, unwritable)).toMatchObject({ error: { code: 'EXPORT_UNWRITABLE' } });
    expect(left()).toEqual(before);
  });

  it('is refused where something is, and nothing of that is touched', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'mine');
    writeFileSync(file, 'mine');
    expect(await writeWholeFolder(folder, fill)).toMatchObject({ error: { code: 'EXPORT_NOT_EMPTY' } });
    expect(await writeWholeFolder(file, fill)).toMatchObject({ error: { code: 'EXPORT_UNWRITABLE' } });
    expect(readdirSync(folder)).toEqual(['mine']);
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });
});
