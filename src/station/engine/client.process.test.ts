import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { InspectJob, ModelToLoad } from '../../engine/protocol.ts';
import { createEngineClient, type EngineClient } from './client.ts';
import { defaultEngineLimits, type EngineLimits } from './limits.ts';

const scripted = fileURLToPath(new URL('./testing/scripted-engine.ts', import.meta.url));
const model = (name: string): ModelToLoad => ({
  name,
  version: '1',
  path: 'none',
  sha256: 'none',
  input: { name: 'pair', dtype: 'uint8', width: 64, height: 64, channels: 'pair' },
  output: { name: 'map', decoder: 'anomaly_map' },
  classCount: 1,
});
const job = (imagePath: string): InspectJob => ({
  imagePath,
  golden: null,
  settings: {
    thresholds: { withGolden: [0.5], withoutGolden: [0.5] },
    nmsIou: 0.33,
    minAreaPx: 0,
    regions: [],
    minRegistrationScore: 0,
  },
  maxPixels: 1_000_000,
});

let folder = '';
const clients: EngineClient[] = [];
const log: string[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fiducial-client-'));
});
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
});
afterAll(() => rm(folder, { recursive: true }));

function open(changes: Partial<EngineLimits> = {}, enginePath = scripted): EngineClient {
  const limits = { ...defaultEngineLimits(1), backoffMs: 1, ...changes };
  const client = createEngineClient({ enginePath, limits, onLog: (line) => log.push(line) });
  clients.push(client);
  return client;
}
/** Every outcome as `width` of the result or the error's code. */
const outcomes = async (client: EngineClient, paths: readonly string[]): Promise<(number | string)[]> =>
  (await Promise.all(paths.map((path) => client.inspect(job(path))))).map((result) =>
    result.ok ? result.value.width : result.error.code,
  );

describe('a board that ends the engine', () => {
  it('fails after one retry, and the boards beside and after it are inspected', async () => {
    const client = open();
    await client.loadModel(model('any'), ['cpu']);
    const found = await outcomes(client, ['a', 'bb', 'crash', 'cccc', 'ddddd', 'eeeeee', 'fffffff', 'gggggggg']);
    expect(found).toEqual([1, 2, 'ENGINE_CRASHED', 4, 5, 6, 7, 8]);
    expect(client.status()).toMatchObject({ phase: 'up', deaths: 2, loaded: { provider: 'cpu' } });
    expect(log).toContain('about to crash');
  });

  it('is found among several that do', async () => {
    const client = open();
    await client.loadModel(model('any'), ['cpu']);
    expect(await outcomes(client, ['crash', 'bb', 'garbage', 'dddd', 'crash'])).toEqual([
      'ENGINE_CRASHED',
      2,
      'ENGINE_CRASHED',
      4,
      'ENGINE_CRASHED',
    ]);
  });

  it('comes through when the engine dies only once', async () => {
    const client = open();
    await client.loadModel(model('any'), ['cpu']);
    const path = `crash-once:${join(folder, 'mark')}`;
    expect(await outcomes(client, ['a', path, 'ccc'])).toEqual([1, path.length, 3]);
  });

  it('would take its neighbours with it if nothing were tried again', async () => {
    const client = open({ retries: 0 });
    await client.loadModel(model('any'), ['cpu']);
    const found = await outcomes(client, ['a', 'bb', 'crash', 'dddd']);
    expect(found.filter((outcome) => outcome === 'ENGINE_CRASHED').length).toBeGreaterThan(1);
  });
});

describe('a board that never ends', () => {
  it('is given up when its time is over, alone', async () => {
    const client = open({ boardMs: 700 });
    await client.loadModel(model('any'), ['cpu']);
    expect(await outcomes(client, ['a', 'hang', 'ccc'])).toEqual([1, 'ENGINE_TIMEOUT', 3]);
  });
});

describe('loading a model', () => {
  it('fails with the code of what ended the engine, and boards get that error', async () => {
    const client = open({ loadMs: 700 });
    expect(await client.loadModel(model('crash'), ['cpu'])).toMatchObject({ error: { code: 'ENGINE_CRASHED' } });
    expect(await client.loadModel(model('hang'), ['cpu'])).toMatchObject({ error: { code: 'ENGINE_TIMEOUT' } });
    expect(await outcomes(client, ['a'])).toEqual(['ENGINE_TIMEOUT']);
    expect(await client.loadModel(model('refuse'), ['cpu'])).toMatchObject({ error: { code: 'MODEL_CORRUPT' } });
    expect((await client.loadModel(model('any'), ['cpu'])).ok).toBe(true);
    expect(await outcomes(client, ['a'])).toEqual([1]);
  });

  it('takes a new process for another model, after the boards that were asked for before', async () => {
    const client = open();
    await client.loadModel(model('first'), ['cpu']);
    const { pid } = client.status();
    const boards = outcomes(client, ['a', 'bb']);
    await client.loadModel(model('second'), ['cpu']);
    expect(client.status().pid).not.toBe(pid);
    expect(await boards).toEqual([1, 2]);
    expect(client.status().deaths).toBe(0);
  });
});

describe('an engine that cannot start', () => {
  it.each([
    ['no such script', { enginePath: join('no', 'such', 'engine.ts') }],
    ['a script that ends at once', { enginePath: fileURLToPath(new URL('./limits.ts', import.meta.url)) }],
  ])('is given up after several tries: %s', async (_name, { enginePath }) => {
    const client = open({ maxFailedStarts: 3 }, enginePath);
    const loading = client.loadModel(model('any'), ['cpu']);
    const board = client.inspect(job('a'));
    expect(await loading).toMatchObject({ error: { code: 'ENGINE_START_FAILED', details: { starts: 3 } } });
    expect(await board).toMatchObject({ error: { code: 'ENGINE_START_FAILED' } });
  });
});

describe('closing', () => {
  it('ends the process and fails what is not done', async () => {
    const client = open();
    await client.loadModel(model('any'), ['cpu']);
    const board = client.inspect(job('hang'));
    await client.close();
    expect(await board).toMatchObject({ error: { code: 'ENGINE_STOPPED' } });
    expect(await client.inspect(job('a'))).toMatchObject({ error: { code: 'ENGINE_STOPPED' } });
    expect(client.status()).toMatchObject({ phase: 'closed', pid: null });
  });
});
