import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSignedStation } from '../testing/signed-station.ts';
import { checkDataDir, checkDisk, checkFonts, checkNode } from './doctor-machine.ts';
import { checkProviders } from './doctor-providers.ts';
import { checkClock, checkStore } from './doctor-store.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fiducial-doctor-'));
  await writeFile(join(folder, 'file'), '');
  await writeFile(join(folder, 'station.db'), 'this is no database, whatever its name says, and it is long enough');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('doctor', () => {
  it('tells an old runtime, a missing font and a wrong clock, and what to do', async () => {
    const lines = [
      checkNode('20.1.0'),
      await checkFonts(folder, ['file', 'missing.ttf']),
      checkClock(null, '1970-01-01T00:00:00.000Z'),
      checkClock('2027-01-01T00:00:00.000Z', '2026-12-01T00:00:00.000Z'),
    ];
    expect(lines.map(({ state }) => state)).toEqual(['fail', 'fail', 'fail', 'warn']);
    for (const { advice } of lines) expect(advice).toMatch(/\w/);
  });

  it('looks at a data directory without making one', async () => {
    expect((await checkDataDir(folder)).state).toBe('ok');
    expect((await checkDataDir(join(folder, 'new', 'deep'))).state).toBe('ok');
    expect((await checkDataDir(join(folder, 'file'))).state).toBe('fail');
    expect((await checkDisk(join(folder, 'new'))).message).toMatch(/GB free/);
  });

  it('says exactly what a provider lacks, and nothing of providers that the platform never has', async () => {
    const lines = await checkProviders({
      platform: 'linux',
      arch: 'x64',
      providerFolder: '/providers',
      driver: async () => null,
      isThere: async () => true,
      libraries: async () => new Set(['libvulkan.so.1']),
    });
    expect(lines.map(({ check, state }) => [check, state])).toEqual([
      ['cuda parts', 'warn'],
      ['tensorrt parts', 'warn'],
      ['webgpu parts', 'ok'],
    ]);
    expect(lines[0]?.message).toMatch(/NVIDIA driver.*libcudnn\.so\.9/);
    expect(lines[0]?.advice).toContain('fiducial cuda');
  });

  it('names a database that is none', () => {
    const [database] = checkStore(folder, '2026-12-01T00:00:00.000Z');
    expect(database).toMatchObject({ state: 'fail', message: expect.stringContaining('DB_NOT_A_DATABASE') });
  });

  it('says whether the next entries of the log can be signed', async () => {
    const { dataDir, keys, close } = openSignedStation();
    close();
    const logKey = () => checkStore(dataDir, '2026-12-01T00:00:00.000Z').find(({ check }) => check === 'log key');
    expect(logKey()).toMatchObject({ state: 'ok', message: 'Key 1 signs the log.' });
    await writeFile(join(dataDir, 'keys', keys()[0] ?? ''), 'torn');
    expect(logKey()).toMatchObject({ state: 'fail', message: expect.stringContaining('KEY_DAMAGED') });
  });
});
