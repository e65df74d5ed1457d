import type { ModelLoaded } from '../protocol.ts';
import type { Inference, LoadOrder, TilesRun, TilesToRun } from './inference.ts';

/** The model in several copies side by side. Methods throw EngineFault. */
export interface Lanes {
  /** @param order `threads` is what all lanes together may use. */
  load(
    order: Pick<LoadOrder, 'model' | 'providers' | 'threads'>,
  ): Promise<ModelLoaded & { readonly batch: number; readonly lanes: number }>;
  run(tiles: TilesToRun): Promise<TilesRun>;
}

/** More lanes cost memory and gain nothing once the cores are busy. */
const mostLanes = 4;

/**
 * On a CPU, n copies of the model on one thread each do more than one copy on n threads: nobody waits for the slowest
 * at every layer, and a core that decodes a board slows one lane only. On a GPU one lane fills the device.
 * @param more Starts the thread of a further lane.
 */
export function createLanes(first: Inference, more: () => Inference): Lanes {
  const lanes = [{ inference: first, waiting: 0 }];
  return {
    async load({ model, providers, threads }) {
      const count = Math.max(1, Math.min(mostLanes, threads));
      const share = Math.max(1, Math.floor(threads / count));
      const loaded = await first.load({ model, providers, threads: share, threadsAlone: threads });
      if (loaded.provider !== 'cpu') return { ...loaded, lanes: 1 };
      const others = Array.from({ length: count - 1 }, () => ({ inference: more(), waiting: 0 }));
      await Promise.all(
        others.map(({ inference }) =>
          inference.load({ model, providers: ['cpu'], threads: share, threadsAlone: threads }),
        ),
      );
      lanes.push(...others);
      return { ...loaded, lanes: lanes.length };
    },
    async run(tiles) {
      const lane = lanes.reduce((best, next) => (next.waiting < best.waiting ? next : best));
      lane.waiting += 1;
      try {
        return await lane.inference.run(tiles);
      } finally {
        lane.waiting -= 1;
      }
    },
  };
}
