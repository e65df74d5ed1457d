import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ok } from '../../core/kernel/result.ts';
import { openDatabase } from '../db/open.ts';
import { openImageStore } from '../images/image-store.ts';
import { insertOriginal } from '../inspections/findings.ts';
import { contextOf, must, temporaryFolder } from '../testing/station-fixture.ts';
import { checkOriginals } from './doctor-originals.ts';

/** A data directory with that many stored originals; gives their stored paths. */
async function stationWith(count: number) {
  const dataDir = temporaryFolder();
  const db = must(openDatabase({ file: join(dataDir, 'station.db') }));
  onTestFinished(() => db.close());
  const context = contextOf(db);
  const images = must(await openImageStore(dataDir));
  const source = join(temporaryFolder(), 'board.png');
  const paths: string[] = [];
  for (let n = 0; n < count; n += 1) {
    writeFileSync(source, Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from(`board ${n}`)]));
    const stored = must(await images.storeOriginal(source));
    const image = { ...stored, width: null, height: null, sourcePath: source };
    must(db.write<void, never>(() => ok(insertOriginal(db, image, context.clock.now()))));
    paths.push(stored.storedPath);
  }
  return { dataDir, paths, at: (path: string) => join(dataDir, path) };
}

describe('doctor, of stored originals', () => {
  it('finds all as they were stored, in a sample or all of them', async () => {
    const { dataDir } = await stationWith(70);
    expect(await checkOriginals(dataDir, { full: false })).toMatchObject({
      state: 'ok',
      message: '64 of 70 read again, each as it was stored',
    });
    const seen: string[] = [];
    const onProgress = (read: number, total: number) => void seen.push(`${read}/${total}`);
    expect(await checkOriginals(dataDir, { full: true, onProgress })).toMatchObject({
      state: 'ok',
      message: '70 of 70 read again, each as it was stored',
    });
    expect([seen[0], seen.at(-1)]).toEqual(['1/70', '70/70']);
    expect(await checkOriginals(temporaryFolder(), { full: true })).toMatchObject({ state: 'ok' });
  });

  it('names a file of which one bit was flipped, one that was cut and one that is gone, and no other', async () => {
    const { dataDir, paths, at } = await stationWith(9);
    const [flipped, cut, gone] = paths as [string, string, string];
    const bytes = readFileSync(at(flipped));
    bytes[9]! ^= 1;
    writeFileSync(at(flipped), bytes);
    truncateSync(at(cut), 10);
    rmSync(at(gone));
    for (const full of [true, false]) {
      const { state, message, advice } = await checkOriginals(dataDir, { full });
      expect(state).toBe('fail');
      expect(message).toMatch(/^3 of 9 originals/);
      expect(advice).toMatch(/backup/);
      for (const [path, fault] of [
        [flipped, 'other bytes'],
        [cut, 'other bytes'],
        [gone, 'missing'],
      ])
        expect(message).toContain(`${path} (${fault})`);
      for (const path of paths.slice(3)) expect(message).not.toContain(path);
    }
  });

  it('says what it has read where it is stopped', async () => {
    const { dataDir } = await stationWith(5);
    const stop = new AbortController();
    const onProgress = (read: number) => read === 2 && stop.abort();
    expect(await checkOriginals(dataDir, { full: true, stop: stop.signal, onProgress })).toMatchObject({
      state: 'warn',
      message: 'Stopped: 2 of 5 read again, each as it was stored.',
    });
  });
});
