/** The way of a board through a GPU, with the real runtime, on a real Vulkan device that is made of software. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { differenceModel, wideningModel, writeModel } from '../../../src/engine/infer/testing/models.ts';
import type { InspectJob } from '../../../src/engine/protocol.ts';
import { createEngineClient, type EngineClient } from '../../../src/station/engine/client.ts';
import { defaultEngineLimits } from '../../../src/station/engine/limits.ts';
import { writeBoard } from '../../../src/station/engine/testing/drawn-board.ts';
import { root } from '../run-fiducial.ts';
import { softwareGpuEnvironment, softwareGpuFolder } from './software-gpu.ts';

const gpu = softwareGpuFolder();
const isNeeded = process.env.FIDUCIAL_REQUIRE_WEBGPU === '1';

let folder = '';
const log: string[] = [];
const clients: EngineClient[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fiducial-gpu-'));
  await writeBoard(join(folder, 'golden.bmp'), { side: 160, flaws: [] });
  const [inOneTile, ...others] = [
    { x: 12, y: 20, size: 6 },
    { x: 60, y: 100, size: 8 },
    { x: 140, y: 8, size: 5 },
  ] as const;
  await writeBoard(join(folder, 'flawed.bmp'), { side: 160, flaws: [inOneTile, ...others] });
  await writeBoard(join(folder, 'single.bmp'), { side: 160, flaws: [inOneTile] });
});
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
  log.length = 0;
  vi.unstubAllEnvs();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function startOnGpu(): EngineClient {
  if (gpu === null) throw new Error('there is no Chromium with a Vulkan driver of software on this computer');
  for (const [name, value] of Object.entries(softwareGpuEnvironment(gpu, folder))) vi.stubEnv(name, value);
  return start();
}

function start(): EngineClient {
  const limits = defaultEngineLimits(1);
  const client = createEngineClient({
    enginePath: join(root, 'src/engine/main.ts'),
    limits,
    onLog: (line) => log.push(line),
  });
  clients.push(client);
  return client;
}

const job = (name: string): InspectJob => ({
  imagePath: join(folder, name),
  golden: { path: join(folder, 'golden.bmp'), key: 'golden' },
  settings: {
    thresholds: { withGolden: [0.3], withoutGolden: [1] },
    nmsIou: 0.33,
    minAreaPx: 0,
    regions: [],
    minRegistrationScore: 0.5,
  },
  maxPixels: 1_000_000,
});

/** What a board's answer says about it, and where it was found out. */
async function inspected(client: EngineClient, name: string) {
  const result = await client.inspect(job(name));
  if (!result.ok) throw new Error(result.error.message);
  const { provider, detections, registration } = result.value;
  return { provider, registration, found: detections.map(({ box, confidence }) => ({ box, confidence })) };
}

describe.skipIf(gpu === null && !isNeeded)('an engine with a GPU', () => {
  it('finds on it what it finds on the CPU, several tiles at once', async () => {
    const model = await writeModel(folder, differenceModel());
    const cpu = start();
    expect(await cpu.loadModel(model, ['cpu'])).toMatchObject({ ok: true });
    const client = startOnGpu();
    const loaded = await client.loadModel(model, ['cuda', 'webgpu', 'cpu']);
    expect(loaded).toMatchObject({
      ok: true,
      value: { provider: 'webgpu', refused: [{ provider: 'cuda' }] },
    });
    const [there, here] = [await inspected(client, 'flawed.bmp'), await inspected(cpu, 'flawed.bmp')];
    expect(there).toMatchObject({ provider: 'webgpu' });
    expect(here.found).toHaveLength(3);
    expect(there.found).toEqual(here.found);
    expect(await inspected(client, 'golden.bmp')).toMatchObject({ provider: 'webgpu', found: [] });
  });

  it('goes on with fewer tiles at once where its memory is full, and finds the same', async () => {
    const client = startOnGpu();
    // Four tiles of it are more than a WebGPU buffer may hold, two are not.
    await client.loadModel(await writeModel(folder, wideningModel(8300)), ['webgpu']);
    const full = await inspected(client, 'single.bmp');
    expect(full.provider).toBe('webgpu');
    expect(full.found).toHaveLength(1);
    expect(log.join('\n')).toMatch(/webgpu cannot run 4 tiles at once: going on with 2/);
  });

  it('goes on with the CPU where it has no room for a single tile, loses no board and says so', async () => {
    const client = startOnGpu();
    await client.loadModel(await writeModel(folder, wideningModel(16_500)), ['webgpu']);
    expect(await inspected(client, 'golden.bmp')).toMatchObject({ provider: 'webgpu', found: [] });
    const full = await inspected(client, 'single.bmp');
    expect(full.provider).toBe('cpu');
    expect(full.found).toHaveLength(1);
    expect(log.join('\n')).toMatch(/webgpu cannot run a single tile: going on with the CPU/);
    expect(client.status().deaths).toBe(0);
  });

  it('says why where there is no GPU for it', async () => {
    vi.stubEnv('LD_LIBRARY_PATH', folder);
    vi.stubEnv('VK_ICD_FILENAMES', join(folder, 'nothing.json'));
    const loaded = await start().loadModel(await writeModel(folder, differenceModel()), ['webgpu']);
    expect(loaded).toMatchObject({ ok: false, error: { code: 'PROVIDER_UNAVAILABLE' } });
    expect(loaded.ok || loaded.error.message).toMatch(/^webgpu cannot run made 1: Failed to get a WebGPU adapter/);
  });
});
