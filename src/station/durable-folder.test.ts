import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { makeDurableFolder } from './durable-folder.ts';
import { temporaryFolder } from './testing/station-fixture.ts';

it('makes what is missing, and says whether anything was', () => {
  const path = join(temporaryFolder(), 'a', 'b', 'c');
  expect(makeDurableFolder(path)).toBe(true);
  expect(existsSync(path)).toBe(true);
  expect(makeDurableFolder(path)).toBe(false);
});

it('throws the system error where a file is in the way', () => {
  const path = join(temporaryFolder(), 'file');
  writeFileSync(path, '');
  expect(() => makeDurableFolder(join(path, 'below'))).toThrow(/ENOTDIR|EEXIST/);
});
