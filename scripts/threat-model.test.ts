/** docs/security.md names a test for each defence: each is there, and by its whole path or a name that only one file has. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { glob } from 'tinyglobby';
import { expect, test } from 'vitest';

const projectRoot = join(import.meta.dirname, '..');
const text = readFileSync(join(projectRoot, 'docs', 'security.md'), 'utf8');
const named = [...new Set([...text.matchAll(/`([\w./-]+\.(?:test|spec)\.ts)`/g)].map(([, path]) => path!))];

test('every test that the threat model names is there', async () => {
  expect(named.length).toBeGreaterThan(25);
  const files = await glob(['{src,packages,central,e2e,scripts,test}/**/*.{test,spec}.ts', '!**/node_modules/**'], {
    cwd: projectRoot,
  });
  for (const path of named) {
    const found = files.filter((file) => file === path || (!path.includes('/') && file.endsWith(`/${path}`)));
    expect(found, path).toHaveLength(1);
  }
});

test('the threat model says what is not defended', () => {
  expect(text).toMatch(/## Not defended\n[\s\S]*administrator of the operating system[\s\S]*epoch.s key/);
});
