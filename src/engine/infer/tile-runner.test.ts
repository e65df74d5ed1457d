import { describe, expect, it } from 'vitest';
import type { Provider } from '../../core/detection/provider.ts';
import { EngineFault } from '../fault.ts';
import type { SessionPort } from './session-port.ts';
import { createTileRunner } from './tile-runner.ts';

interface FakeSession extends SessionPort {
  readonly runs: number[];
  released: boolean;
}

/** Answers each tile with its first byte; throws `failure` for more than `fits` tiles at once. */
function fakeSession(
  provider: Provider,
  maxBatch: number,
  fits: number,
  failure = 'CUDA error: out of memory',
): FakeSession {
  const session: FakeSession = {
    provider,
    maxBatch,
    runs: [],
    released: false,
    async run(planes, count) {
      session.runs.push(count);
      if (count > fits) throw new Error(failure);
      const bytes = planes.length / count;
      return { data: Float32Array.from({ length: count }, (_, i) => planes[i * bytes] ?? -1), dims: [count, 1] };
    },
    async release() {
      session.released = true;
    },
  };
  return session;
}

/** Runs ten tiles of two bytes, the first of which is the tile's number; returns what came back in order. */
async function runTen(
  first: FakeSession,
  cpu: FakeSession,
): Promise<{ seen: number[]; notes: string[]; provider: Provider }> {
  const notes: string[] = [];
  const runner = createTileRunner(
    first,
    async () => cpu,
    (text) => notes.push(text),
  );
  const planes = Uint8Array.from({ length: 20 }, (_, i) => i >> 1);
  const seen: number[] = [];
  await runner.run(planes, 10, 2, ({ data }, position, tiles) => {
    expect(seen).toHaveLength(position);
    seen.push(...data.subarray(0, tiles));
  });
  return { seen, notes, provider: runner.provider() };
}

const inOrder = Array.from({ length: 10 }, (_, i) => i);

describe('running tiles', () => {
  it('runs them in batches, each tile once and in order', async () => {
    const gpu = fakeSession('cuda', 4, 4);
    const { seen, notes, provider } = await runTen(gpu, fakeSession('cpu', 1, 1));
    expect(seen).toEqual(inOrder);
    expect(gpu.runs).toEqual([4, 4, 2]);
    expect([notes, provider]).toEqual([[], 'cuda']);
  });

  it('halves the batch when a GPU is out of memory, and stays there', async () => {
    const gpu = fakeSession('cuda', 8, 3);
    const { seen, notes, provider } = await runTen(gpu, fakeSession('cpu', 1, 1));
    expect(seen).toEqual(inOrder);
    expect(gpu.runs).toEqual([8, 4, 2, 2, 2, 2, 2]);
    expect(notes).toHaveLength(2);
    expect(provider).toBe('cuda');
  });

  it('goes on with the CPU when not even one tile fits, without losing one', async () => {
    const gpu = fakeSession('cuda', 4, 0);
    const cpu = fakeSession('cpu', 1, 1);
    const { seen, notes, provider } = await runTen(gpu, cpu);
    expect(seen).toEqual(inOrder);
    expect(provider).toBe('cpu');
    expect(gpu.released).toBe(true);
    expect(cpu.runs).toHaveLength(10);
    expect(notes.at(-1)).toContain('going on with the CPU');
  });

  it.each([
    'CUDA error: out of memory',
    'WebGPU validation failed. [Invalid Buffer (unlabeled)] is invalid due to a previous error.',
    'CUDA failure 700: an illegal memory access was encountered',
  ])('goes on with the CPU whatever the words of a GPU that fails: %s', async (words) => {
    const gpu = fakeSession('webgpu', 4, 0, words);
    const { seen, notes, provider } = await runTen(gpu, fakeSession('cpu', 1, 1));
    expect([seen, provider]).toEqual([inOrder, 'cpu']);
    expect(gpu.runs).toEqual([4, 2, 1]);
    expect(notes.at(-1)).toContain(words);
  });

  it('goes on with the CPU though a lost GPU cannot be released', async () => {
    const gpu = fakeSession('dml', 1, 0, 'device removed');
    gpu.release = async () => {
      throw new Error('device removed');
    };
    expect(await runTen(gpu, fakeSession('cpu', 1, 1))).toMatchObject({ seen: inOrder, provider: 'cpu' });
  });

  it('fails when the CPU fails, too', async () => {
    await expect(runTen(fakeSession('cpu', 1, 0), fakeSession('cpu', 1, 0))).rejects.toMatchObject({
      code: 'MODEL_RUN_FAILED',
    });
    const broken = fakeSession('cuda', 4, 0, 'invalid argument');
    await expect(runTen(broken, fakeSession('cpu', 1, 0, 'invalid argument'))).rejects.toMatchObject({
      code: 'MODEL_RUN_FAILED',
    });
  });

  it('takes an answer of another shape as the model’s fault, not the GPU’s', async () => {
    const gpu = fakeSession('cuda', 4, 4);
    gpu.run = async () => {
      throw new EngineFault('MODEL_SHAPE', 'answered with nothing');
    };
    await expect(runTen(gpu, fakeSession('cpu', 1, 1))).rejects.toMatchObject({ code: 'MODEL_SHAPE' });
  });
});
