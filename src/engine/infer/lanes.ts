import type { ModelLoaded } from '../protocol.ts';
import type { Inference, LoadOrder, TilesRun, TilesToRun } from './inference.ts';

/** The model in several copies side by side. Methods throw EngineFault. */
export interface Lanes {
  /** @param order `threads` is what all lanes together may use. */
  load(
    order: Pick<LoadOrder, 'model' | 'providers' | 'threads'>,
  ): Promise<ModelLoaded & { readonly batch: number; readonly lanes: number }>;
  /** @param isOnlyBoard Whether no other board is under way, so that nobody else needs the cores. */
  run(tiles: TilesToRun, isOnlyBoard: boolean): Promise<TilesRun>;
}

/** More lanes cost memory and gain nothing once the cores are busy. */
const mostLanes = 4;

/**
 * On a CPU, n copies of the model on one thread each do more than one copy on n threads: nobody waits for the slowest
 * at every layer, and a core that decodes a board slows one lane only. A tile of the only board that comes while nothing
 * runs goes to the first lane, which may use all threads, so that a board alone is not held up: that takes a fifth more of
 * the cores' time, which beside other boards would be theirs. On a GPU one lane fills the device.
 * @param more Starts the thread of a further lane.
 */
export function createLanes(first: Inference, more: () => Inference): Lanes {
  const alone = { inference: first, waiting: 0 };
  const beside: { readonly inference: Inference; waiting: number }[] = [];
  const choose = (isOnlyBoard: boolean) => {
    if (beside.length === 0) return alone;
    const isIdle = alone.waiting === 0 && beside.every((lane) => lane.waiting === 0);
    if (isIdle && isOnlyBoard) return alone;
    return beside.reduce((best, next) => (next.waiting < best.waiting ? next : best));
  };
  return {
    async load({ model, providers, threads }) {
      const loaded = await first.load({ model, providers, threads });
      const count = Math.min(mostLanes, threads);
      if (loaded.provider !== 'cpu' || count < 2) return { ...loaded, lanes: 1 };
      const share = Math.floor(threads / count);
      const others = Array.from({ length: count }, () => ({ inference: more(), waiting: 0 }));
      await Promise.all(others.map(({ inference }) => inference.load({ model, providers: ['cpu'], threads: share })));
      beside.push(...others);
      return { ...loaded, lanes: count };
    },
    async run(tiles, isOnlyBoard) {
      const lane = choose(isOnlyBoard);
      lane.waiting += 1;
      try {
        return await lane.inference.run(tiles);
      } finally {
        lane.waiting -= 1;
      }
    },
  };
}
