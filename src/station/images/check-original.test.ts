import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hashOf } from '../testing/sample-inspection.ts';
import { temporaryFolder } from '../testing/station-fixture.ts';
import { checkOriginal } from './check-original.ts';

it('tells a stored original that is what it was from one that is not, also of the same length', async () => {
  const folder = temporaryFolder();
  const storedPath = 'board.png';
  const file = join(folder, storedPath);
  const images = { absolute: (path: string) => join(folder, path) };
  const check = () => checkOriginal(images, { sha256: hashOf('the board'), storedPath });
  const damaged = (fault: string) => ({
    ok: false,
    error: { code: 'ORIGINAL_DAMAGED', details: { path: storedPath, fault } },
  });
  writeFileSync(file, 'the board');
  expect(await check()).toEqual({ ok: true });
  writeFileSync(file, 'the bored');
  expect(await check()).toMatchObject(damaged('other_bytes'));
  rmSync(file);
  expect(await check()).toMatchObject(damaged('missing'));
  mkdirSync(file);
  expect(await check()).toMatchObject(damaged('unreadable'));
});
