/** What the documents name is there: the files that they link to, with the heading, and the tests that show what they say. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { glob } from 'tinyglobby';
import { expect, test } from 'vitest';

const projectRoot = join(import.meta.dirname, '..');
const documents = await glob(
  ['*.md', '{docs,src,packages,central,e2e,bench,models,resources,test}/**/*.md', '!**/node_modules/**'],
  { cwd: projectRoot },
);
const tests = await glob(
  ['{src,packages,central,e2e,scripts,test,bench,resources}/**/*.{test,spec}.ts', '!**/node_modules/**'],
  { cwd: projectRoot },
);
const textOf = (path: string): string => readFileSync(join(projectRoot, path), 'utf8');

/** As GitHub makes them of headings. */
const anchorsOf = (text: string): string[] =>
  [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

test('every file and heading that a document links to is there', () => {
  expect(documents.length).toBeGreaterThan(30);
  const missing = documents.flatMap((document) =>
    [...textOf(document).matchAll(/\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)/g)].flatMap(
      ([link, path, anchor]) => {
        const target = path === '' ? resolve(projectRoot, document) : resolve(projectRoot, dirname(document), path!);
        if (!existsSync(target)) return [`${document}: ${link}`];
        const hasAnchor =
          anchor === undefined ||
          statSync(target).isDirectory() ||
          anchorsOf(readFileSync(target, 'utf8')).includes(anchor);
        return hasAnchor ? [] : [`${document}: ${link}`];
      },
    ),
  );
  expect(missing).toEqual([]);
});

test('every test that a document names is there, by its whole path or a name that only one file has', () => {
  const named = documents.flatMap((document) =>
    [...textOf(document).matchAll(/`([\w./-]+\.(?:test|spec)\.ts)`|([\w/-]+(?:\.[\w-]+)*\.(?:test|spec)\.ts)/g)].map(
      ([, quoted, plain]) => ({ document, path: (quoted ?? plain)! }),
    ),
  );
  expect(named.length).toBeGreaterThan(50);
  const lost = named.filter(({ document, path }) => {
    const near = new Set(tests.filter((file) => file.endsWith(`/${path}`) && !path.includes('/')));
    for (const file of [path, join(dirname(document), path)]) if (tests.includes(file)) near.add(file);
    return near.size !== 1;
  });
  expect(lost.map(({ document, path }) => `${document}: ${path}`)).toEqual([]);
});

test('the threat model names a test for each defence and says what is not defended', () => {
  const text = textOf('docs/security.md');
  expect(text.match(/`[\w./-]+\.(test|spec)\.ts`/g)!.length).toBeGreaterThan(25);
  expect(text).toMatch(/## Not defended\n[\s\S]*administrator of the operating system[\s\S]*epoch.s key/);
});
