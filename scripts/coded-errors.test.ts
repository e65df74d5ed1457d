/** An error that nothing makes is a promise to people and to scripts that is never kept. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { problemCodes } from '../central/src/problems.ts';

const root = join(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

/** The product's own sources, without what they only say about themselves. */
const sourceOf = (...folders: readonly string[]): string =>
  globSync(
    folders.map((folder) => `${folder}/**/*.{ts,tsx}`),
    { cwd: root },
  )
    .filter((file) => !/\.test\.tsx?$|[\\/]testing[\\/]/.test(file))
    .map(read)
    .join('\n')
    .replace(/^\s*(?:\/\*[\s\S]*?\*\/|\/\/.*$)/gm, '');

/** A code in quotes, other than where it is compared with; its own line in its area's list has none. */
function isMade(code: string, source: string): boolean {
  const compared = new RegExp(`(?:[=!]==|\\bcase) '${code}'`, 'g');
  return source.replace(compared, '').includes(`'${code}'`);
}

it('makes every error that the window has words for somewhere', () => {
  const source = sourceOf('src');
  const codes = Object.keys(JSON.parse(read('src/renderer/locales/en/errors.json')));
  expect(codes.length).toBeGreaterThan(150);
  expect(codes.filter((code) => !isMade(code, source))).toEqual([]);
});

it('makes every problem that the central API describes somewhere', () => {
  const source = sourceOf('central/src');
  expect(problemCodes.filter((code) => !isMade(code, source))).toEqual([]);
});

it('negative control: a code that is only compared with, or only listed, is not made', () => {
  const listed = "const errors = codedErrors({ A_B: 'Words.' });";
  expect(isMade('A_B', listed)).toBe(false);
  expect(isMade('A_B', `${listed} if (error.code === 'A_B') return; switch (code) { case 'A_B': }`)).toBe(false);
  expect(isMade('A_B', `${listed} return fail(error('A_B'));`)).toBe(true);
});
