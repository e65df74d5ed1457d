/** The packed program, away from the project: its engine inspects boards with what was packed and nothing else. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { projectRoot } from '../e2e/window-build.ts';
import { programOf } from '../src/main/app/program.ts';
import { openWorkstation } from '../src/station/open-workstation.ts';
import type { StationEvent } from '../src/station/workstation.ts';

/** The builders take the test runner's variables for their own. */
const withoutTestRunner = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !/^(VITEST|TEST$|NODE_ENV$|NODE_OPTIONS$)/.test(name)));

let folder: string;
let resources: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fiducial-packed-'));
  const pack = [join(import.meta.dirname, 'pack.ts'), '--out', folder];
  const packed = spawnSync(process.execPath, pack, { encoding: 'utf8', env: withoutTestRunner(process.env) });
  if (packed.status !== 0) throw new Error(`${packed.stdout}\n${packed.stderr}`);
  resources = join(folder, 'linux-unpacked', 'resources');
}, 600_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.runIf(process.platform === 'linux')('the packed program', () => {
  test('inspects the sample boards with its own engine, runtime and models', async () => {
    const ended = Promise.withResolvers<{ inspected: number; refusedTotal: number }>();
    const listener = (event: StationEvent): void => {
      if (event.type === 'import_progressed' && event.progress.state === 'finished') ended.resolve(event.progress);
    };
    const program = programOf({
      isPackaged: true,
      bundles: join(projectRoot, 'out'),
      projectRoot: '',
      resourcesPath: resources,
      platform: 'linux',
    });
    const station = await openWorkstation({ dataDir: join(folder, 'data'), version: 'packed', program, listener });
    if (!station.ok) throw new Error(station.error.message);
    station.value.imports.samples();
    const { inspected, refusedTotal } = await ended.promise;
    await station.value.close();
    expect(inspected).toBeGreaterThan(0);
    expect(refusedTotal).toBe(0);
  });

  test('carries native libraries for this computer only', () => {
    const unpacked = join(resources, 'app.asar.unpacked', 'node_modules');
    expect(readdirSync(join(unpacked, 'better-sqlite3', 'prebuilds'))).toEqual([`linux-${process.arch}.node`]);
    expect(readdirSync(join(unpacked, 'onnxruntime-node', 'bin', 'napi-v6'))).toEqual(['linux']);
  });

  test('carries no training code, no tests and no private key', () => {
    expect(existsSync(join(resources, 'models', 'training'))).toBe(false);
    const keys = readdirSync(join(resources, 'resources', 'keys'));
    for (const key of keys)
      expect(readFileSync(join(resources, 'resources', 'keys', key), 'utf8')).toContain('PUBLIC KEY');
  });

  test('has its bill of materials beside it', () => {
    const { components } = JSON.parse(readFileSync(join(folder, 'sbom.cdx.json'), 'utf8')) as { components: object[] };
    const modules = readdirSync(join(resources, 'app.asar.unpacked', 'node_modules')).filter(
      (name) => !name.startsWith('@'),
    );
    for (const name of modules) expect(components).toContainEqual(expect.objectContaining({ name }));
  });

  test('has its fuses set', async () => {
    const fuses = await getCurrentFuseWire(join(folder, 'linux-unpacked', 'fiducial'));
    for (const off of [
      FuseV1Options.RunAsNode,
      FuseV1Options.EnableNodeOptionsEnvironmentVariable,
      FuseV1Options.EnableNodeCliInspectArguments,
      FuseV1Options.GrantFileProtocolExtraPrivileges,
    ])
      expect(fuses[off]).toBe(FuseState.DISABLE);
    for (const on of [
      FuseV1Options.EnableCookieEncryption,
      FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
      FuseV1Options.OnlyLoadAppFromAsar,
    ])
      expect(fuses[on]).toBe(FuseState.ENABLE);
  });
});
