import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join, normalize } from 'node:path';
import fc from 'fast-check';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inOrder, isMemberPath, mayFollow } from './archive-form.ts';
import { openArchive } from './read-archive.ts';
import { writeArchive } from './testing/archive-file.ts';
import { filesOf } from './testing/repack.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fiducial-archive-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const names = fc.constantFrom(
  'contents.json',
  'images/board.png',
  'images/golden.tif',
  'report.pdf',
  'vkeys',
  'log/checkpoint',
  'log/0.json',
  'log/10.json',
  'log/9.tlog-proof',
);
const bundles = fc
  .dictionary(names, fc.uint8Array({ maxLength: 300 }))
  .map((files) => new Map(Object.entries({ ...files, 'manifest.json': new Uint8Array([123, 125]) })));

async function written(files: ReadonlyMap<string, Uint8Array>, name = 'a.zip'): Promise<string> {
  const path = join(folder, name);
  const done = await writeArchive(path, new Map([...files].map(([file, content]) => [file, async () => content])));
  expect(done.ok).toBe(true);
  return path;
}

describe('an archive', () => {
  test('gives back what was put in, to this reader and to other people’s', async () => {
    await fc.assert(
      fc.asyncProperty(bundles, async (files) => {
        const path = await written(files);
        const read = await filesOf(path);
        expect([...read.keys()]).toEqual(inOrder(files.keys()));
        for (const [name, content] of files) expect(Buffer.from(read.get(name)!).equals(content)).toBe(true);
        const theirs = unzipSync(readFileSync(path));
        expect(Object.keys(theirs).sort()).toEqual([...files.keys()].sort());
      }),
      { numRuns: 100 },
    );
  });

  test('has the same bytes for the same files, in whatever order they come', async () => {
    await fc.assert(
      fc.asyncProperty(bundles, async (files) => {
        const one = readFileSync(await written(files, 'one.zip'));
        const other = readFileSync(await written(new Map([...files].reverse()), 'other.zip'));
        expect(one.equals(other)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  test('with any bit changed is refused, or has another check value', async () => {
    await fc.assert(
      fc.asyncProperty(bundles, fc.nat(), fc.nat({ max: 7 }), async (files, place, bit) => {
        const path = await written(files);
        const bytes = readFileSync(path);
        const at = place % bytes.length;
        bytes[at] = bytes[at]! ^ (1 << bit);
        writeFileSync(path, bytes);
        const opened = await openArchive(path);
        if (!opened.ok) {
          expect(opened.error.code).toBe('EVIDENCE_ARCHIVE');
          return;
        }
        const digests = await Promise.all(opened.value.members.map(opened.value.digest));
        await opened.value.close();
        expect(digests.some(({ isIntact }) => !isIntact)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('that cannot be written whole is not there, and an earlier one is left', async () => {
    const path = await written(new Map([['manifest.json', new Uint8Array([1])]]), 'kept.zip');
    const before = readFileSync(path);
    const broken = new Map([['manifest.json', () => Promise.reject(new Error('gone'))]]);
    await expect(writeArchive(path, broken)).rejects.toThrow('gone');
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test.each(['.', 'no-such-file.zip'])('is no folder and no missing file: %s', async (name) => {
    expect(await openArchive(join(folder, name))).toMatchObject({ ok: false, error: { code: 'EVIDENCE_ARCHIVE' } });
  });
});

describe('names', () => {
  test('of an archive lead nowhere', () => {
    const part = fc.constantFrom(
      '..',
      '.',
      '/',
      '\\',
      'log',
      'images',
      'board.png',
      '1.json',
      '\0',
      'C:',
      'manifest.json',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(part, fc.string({ maxLength: 5 })), { maxLength: 6 }), (parts) => {
        const name = parts.join('');
        if (!isMemberPath(name)) return;
        expect(isAbsolute(name) || normalize(name) !== name || name.includes('..')).toBe(false);
      }),
      { numRuns: 5000 },
    );
  });

  test('have one order, and none comes twice', () => {
    fc.assert(
      fc.property(fc.uniqueArray(names, { minLength: 1 }), (all) => {
        const ordered = inOrder([...all, 'manifest.json']);
        let before: string | null = null;
        for (const name of ordered) {
          expect(mayFollow(before, name)).toBe(true);
          expect(before !== null && mayFollow(name, before)).toBe(false);
          expect(mayFollow(name, name)).toBe(false);
          before = name;
        }
      }),
    );
  });
});
