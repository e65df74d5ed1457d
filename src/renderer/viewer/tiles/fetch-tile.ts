import { tileUrl } from '../../../ipc/image-urls.ts';
import type { TileAnswer, TileRequest } from './tile-messages.ts';
import type { TileAddress } from './tile-plan.ts';
import { createTileStore, TileRefused, type TileStore } from './tile-store.ts';

interface TileFetcher {
  /** Loads a tile from the shell and decodes it, both on a thread of their own. Rejects where it does not come. */
  fetch(tile: TileAddress, signal: AbortSignal): Promise<ImageBitmap>;
  /** Ends the thread; what is under way never settles. */
  close(): void;
}

interface Waiting {
  readonly resolve: (image: ImageBitmap) => void;
  readonly reject: (error: Error) => void;
}

function createTileFetcher(): TileFetcher {
  const worker = new Worker(new URL('./tile-worker.ts', import.meta.url), { type: 'module', name: 'tiles' });
  const waiting = new Map<number, Waiting>();
  // The thread's script lies in another folder: seen from there, a tile's address would be another one.
  const folder = new URL('.', document.baseURI).href;
  let loads = 0;
  let next: { readonly loads: { load: number; url: string }[]; readonly aborts: number[] } | null = null;
  /** What is asked for in one go is one message: tens of them would take a noticeable part of a frame. */
  const request = (): NonNullable<typeof next> => {
    if (next === null) {
      next = { loads: [], aborts: [] };
      queueMicrotask(() => {
        if (next !== null) worker.postMessage(next satisfies TileRequest);
        next = null;
      });
    }
    return next;
  };

  worker.addEventListener('message', ({ data }: MessageEvent<TileAnswer>) => {
    const one = waiting.get(data.load);
    waiting.delete(data.load);
    if ('image' in data) {
      // It was on its way when nobody wanted it any longer.
      if (one === undefined) data.image.close();
      else one.resolve(data.image);
    } else one?.reject(data.refusal === null ? new Error(data.reason) : new TileRefused(data.refusal));
  });
  // The thread itself could not be loaded: the tries of each tile end as they do without a shell.
  worker.addEventListener('error', () => {
    for (const { reject } of waiting.values()) reject(new Error('The thread that loads tiles failed'));
    waiting.clear();
  });

  return {
    fetch: (tile, signal) =>
      new Promise((resolve, reject) => {
        loads += 1;
        const load = loads;
        waiting.set(load, { resolve, reject });
        request().loads.push({ load, url: folder + tileUrl(tile.sha256, tile.level, tile.column, tile.row) });
        signal.addEventListener(
          'abort',
          () => {
            if (!waiting.delete(load)) return;
            request().aborts.push(load);
            reject(new Error('Aborted'));
          },
          { once: true },
        );
      }),
    close: () => worker.terminate(),
  };
}

export type BitmapStore = TileStore<ImageBitmap>;

/** A decoded tile takes 1 MiB: twice what a 4K screen shows, board and golden. */
const capacity = 256;

export function createBitmapStore(): BitmapStore {
  const fetcher = createTileFetcher();
  const store = createTileStore({ load: fetcher.fetch, capacity, parallel: 8, retryAfterMs: [500, 2000, 8000] });
  return {
    ...store,
    close() {
      store.close();
      fetcher.close();
    },
  };
}
