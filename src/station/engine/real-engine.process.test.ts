import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { differenceModel, hungryModel, writeModel } from '../../engine/infer/testing/models.ts';
import type { InspectJob } from '../../engine/protocol.ts';
import { createEngineClient, type EngineClient } from './client.ts';
import { defaultEngineLimits, type EngineLimits } from './limits.ts';
import { writeBoard } from './testing/drawn-board.ts';

const enginePath = fileURLToPath(new URL('../../engine/main.ts', import.meta.url));
const flaw = { x: 60, y: 100, size: 6 };
const flawBox = { x: 60, y: 100, width: 6, height: 6 };

let folder = '';
const clients: EngineClient[] = [];
const log: string[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fiducial-engine-'));
  await writeBoard(join(folder, 'golden.bmp'), { side: 160, flaws: [] });
  await writeBoard(join(folder, 'flawed.bmp'), { side: 160, flaws: [flaw] });
});
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
});
afterAll(() => rm(folder, { recursive: true }));

function open(changes: Partial<EngineLimits> = {}): EngineClient {
  const limits = { ...defaultEngineLimits(1), ...changes };
  const client = createEngineClient({ enginePath, limits, onLog: (line) => log.push(line) });
  clients.push(client);
  return client;
}

const job = (image: string, golden: string | null = 'golden.bmp'): InspectJob => ({
  imagePath: join(folder, image),
  golden: golden === null ? null : { path: join(folder, golden), key: golden },
  settings: {
    // The difference model sees tracks where there is no golden; a threshold of 1 leaves only the white flaw.
    thresholds: { withGolden: [0.5], withoutGolden: [1] },
    nmsIou: 0.33,
    minAreaPx: 0,
    regions: [],
    minRegistrationScore: 0.5,
  },
  maxPixels: 1_000_000,
});

describe('the engine process', () => {
  it('inspects boards beside each other and goes on after a bad one', async () => {
    const client = open();
    const loaded = await client.loadModel(await writeModel(folder, differenceModel()), ['cuda', 'cpu']);
    expect(loaded).toMatchObject({ ok: true, value: { provider: 'cpu', refused: [{ provider: 'cuda' }] } });
    await copyFile(enginePath, join(folder, 'text.jpg'));
    const [flawed, clean, text, single, noGolden] = await Promise.all([
      client.inspect(job('flawed.bmp')),
      client.inspect(job('golden.bmp')),
      client.inspect(job('text.jpg')),
      client.inspect(job('flawed.bmp', null)),
      client.inspect(job('flawed.bmp', 'missing.bmp')),
    ]);
    expect(flawed).toMatchObject({
      ok: true,
      value: { width: 160, height: 160, usedGolden: true, registrationPoor: false, provider: 'cpu' },
    });
    expect(flawed?.ok && flawed.value.detections.map(({ box }) => box)).toEqual([flawBox]);
    expect(clean).toMatchObject({ ok: true, value: { detections: [] } });
    expect(text).toMatchObject({ ok: false, error: { code: 'IMAGE_FORMAT' } });
    expect(single).toMatchObject({ ok: true, value: { usedGolden: false, registration: null } });
    expect(single?.ok && single.value.detections.map(({ box }) => box)).toEqual([flawBox]);
    expect(noGolden).toMatchObject({ ok: false, error: { code: 'GOLDEN_UNREADABLE' } });
    expect(client.status().deaths).toBe(0);
  });

  it('is replaced when it is killed with boards in hand, and every board has its right result', async () => {
    const client = open();
    await client.loadModel(await writeModel(folder, differenceModel()), ['cpu']);
    const { pid } = client.status();
    const boards = Promise.all(Array.from({ length: 6 }, () => client.inspect(job('flawed.bmp'))));
    if (pid !== null) process.kill(pid, 'SIGKILL');
    for (const result of await boards) {
      expect(result.ok && result.value.detections.map(({ box }) => box)).toEqual([flawBox]);
    }
    expect(client.status()).toMatchObject({ deaths: 1, loaded: { provider: 'cpu' } });
  });

  it.runIf(process.platform === 'linux')(
    'is ended by its memory cap before a model takes the machine down',
    async () => {
      const client = open({ memoryBytes: 600 * 1024 ** 2, memoryPollMs: 20, retries: 0 });
      const loaded = await client.loadModel(await writeModel(folder, hungryModel()), ['cpu']);
      expect(loaded).toMatchObject({ ok: false, error: { code: 'ENGINE_MEMORY' } });
      // The station is unharmed: another model works.
      expect((await client.loadModel(await writeModel(folder, differenceModel()), ['cpu'])).ok).toBe(true);
    },
  );

  it('ignores the signals of Ctrl-C and ends with its parent', async () => {
    const parent = spawnParent();
    const [pid] = (await once(parent, 'message')) as [number];
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.kill(pid, signal);
    parent.send('inspect');
    expect((await once(parent, 'message'))[0]).toBe('still there');
    parent.kill('SIGKILL');
    await processEnd(pid);
  });
});

/** A process that has an engine of its own: tells its pid, and after any message that it still answers. */
function spawnParent(): ChildProcess {
  const script = `
    const { fork } = require('node:child_process');
    const engine = fork(${JSON.stringify(enginePath)}, [], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    const job = ${JSON.stringify(job('flawed.bmp'))};
    engine.on('message', (reply) => process.send(reply.type === 'ready' ? engine.pid : 'still there'));
    process.on('message', () => engine.send({ type: 'inspect', id: '1', job }));`;
  return spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
}

/** Resolves when no process has this id any more. A process that is not a child can only be asked for. */
async function processEnd(pid: number): Promise<void> {
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}
