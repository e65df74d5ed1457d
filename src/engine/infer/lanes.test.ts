import { describe, expect, it } from 'vitest';
import type { Provider } from '../../core/detection/provider.ts';
import type { ModelToLoad } from '../protocol.ts';
import type { Inference, LoadOrder, TilesRun } from './inference.ts';
import { createLanes } from './lanes.ts';

const model = { name: 'any' } as ModelToLoad;
const tiles = { planes: new Uint8Array(new SharedArrayBuffer(1)), count: 1, withGolden: false, floor: 0 };

interface FakeLane extends Inference {
  readonly loads: LoadOrder[];
  readonly finish: (() => void)[];
}

function fakeLane(provider: Provider): FakeLane {
  const lane: FakeLane = {
    loads: [],
    finish: [],
    hello: async () => ({ onnxruntime: '1' }),
    async load(order) {
      lane.loads.push(order);
      return { provider, refused: [], loadMs: 1, batch: 1 };
    },
    run: () =>
      new Promise<TilesRun>((resolve) => {
        lane.finish.push(() => resolve({ full: [], detections: [[]], provider, ms: 1 }));
      }),
  };
  return lane;
}

describe('lanes', () => {
  it('share the cores on a CPU; a tile alone gets all of them, and others the lane with the least to do', async () => {
    const [first, ...beside] = [fakeLane('cpu'), fakeLane('cpu'), fakeLane('cpu')];
    const all = [first!, ...beside];
    const lanes = createLanes(first!, () => beside.shift()!);
    const loaded = await lanes.load({ model, providers: ['cuda', 'cpu'], threads: 2 });
    expect(loaded.lanes).toBe(2);
    expect(all.map(({ loads }) => loads.map(({ providers, threads }) => [providers, threads]))).toEqual([
      [[['cuda', 'cpu'], 2]],
      [[['cpu'], 1]],
      [[['cpu'], 1]],
    ]);
    const load = (): number[] => all.map(({ finish }) => finish.length);
    const finish = async (lane: number, run: Promise<unknown> | undefined): Promise<void> => {
      all[lane]!.finish.shift()!();
      await run;
    };
    const runs = [lanes.run(tiles, true), lanes.run(tiles, true), lanes.run(tiles, true), lanes.run(tiles, true)];
    expect(load()).toEqual([1, 2, 1]);
    await finish(2, runs[2]);
    runs.push(lanes.run(tiles, true));
    expect(load()).toEqual([1, 2, 1]);
    await finish(0, runs[0]);
    runs.push(lanes.run(tiles, true));
    expect(load()).toEqual([0, 2, 2]);
    for (const lane of all) for (const done of lane.finish) done();
    expect(await Promise.all(runs)).toHaveLength(6);
    const next = lanes.run(tiles, true);
    expect(all[0]!.finish).toHaveLength(1);
    await finish(0, next);
  });

  it('leave the one that takes all cores alone while other boards are under way', async () => {
    const [first, ...beside] = [fakeLane('cpu'), fakeLane('cpu'), fakeLane('cpu')];
    const all = [first!, ...beside];
    const lanes = createLanes(first!, () => beside.shift()!);
    await lanes.load({ model, providers: ['cpu'], threads: 2 });
    const runs = [lanes.run(tiles, false), lanes.run(tiles, false), lanes.run(tiles, true)];
    expect(all.map(({ finish }) => finish.length)).toEqual([0, 2, 1]);
    for (const lane of all) for (const done of lane.finish) done();
    await Promise.all(runs);
  });

  it('are one on a GPU, and on a single core', async () => {
    const none = (): Inference => {
      throw new Error('no further lane');
    };
    expect((await createLanes(fakeLane('cuda'), none).load({ model, providers: ['cuda'], threads: 8 })).lanes).toBe(1);
    expect((await createLanes(fakeLane('cpu'), none).load({ model, providers: ['cpu'], threads: 1 })).lanes).toBe(1);
  });
});
