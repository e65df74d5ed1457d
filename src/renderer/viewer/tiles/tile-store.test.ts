import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type TileAddress, tileKey } from './tile-plan.ts';
import { createTileStore, TileRefused, type TileStore } from './tile-store.ts';

interface Image {
  readonly key: string;
  open: boolean;
  close(): void;
}

/** Loads are answered by the test, in whatever order it likes. */
function makeStore(options: { capacity?: number; parallel?: number } = {}) {
  const asked: {
    tile: TileAddress;
    signal: AbortSignal;
    arrive: () => Promise<Image>;
    fail: (error?: Error) => Promise<void>;
  }[] = [];
  const images: Image[] = [];
  const store: TileStore<Image> = createTileStore<Image>({
    capacity: options.capacity ?? 100,
    parallel: options.parallel ?? 100,
    retryAfterMs: [100, 1000],
    load: (tile, signal) =>
      new Promise((resolve, reject) => {
        asked.push({
          tile,
          signal,
          arrive: async () => {
            const image: Image = {
              key: tileKey(tile),
              open: true,
              close() {
                image.open = false;
              },
            };
            images.push(image);
            resolve(image);
            await vi.advanceTimersByTimeAsync(0);
            return image;
          },
          fail: async (error = new Error('refused')) => {
            reject(error);
            await vi.advanceTimersByTimeAsync(0);
          },
        });
      }),
  });
  return { store, asked, images };
}

const tile = (column: number, sha256 = 'a'): TileAddress => ({ sha256, level: 0, column, row: 0 });
const tiles = (...columns: number[]): TileAddress[] => columns.map((column) => tile(column));

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('the tiles that are kept', () => {
  it('loads what is wanted, most wanted first and no more than allowed at a time', async () => {
    const { store, asked } = makeStore({ parallel: 2 });
    store.demand(Symbol('pane'), tiles(5, 6, 7));
    expect(asked.map(({ tile: { column } }) => column)).toEqual([5, 6]);
    await asked[0]?.arrive();
    expect(asked.map(({ tile: { column } }) => column)).toEqual([5, 6, 7]);
    expect(store.get(tile(5))).toBeDefined();
    expect(store.get(tile(6))).toBeUndefined();
  });

  it('gives every user a turn, so that a crop does not wait for the whole pane', () => {
    const { store, asked } = makeStore({ parallel: 2 });
    const first = Symbol('busy');
    store.demand(first, tiles(0, 1));
    store.release(first);
    asked.length = 0;
    store.demand(Symbol('pane'), []);
    const [pane, crop] = [Symbol('pane'), Symbol('crop')];
    store.demand(crop, []);
    store.demand(pane, []);
    store.demand(crop, [tile(9)]);
    store.demand(pane, tiles(1, 2, 3));
    expect(asked.map(({ tile: { column } }) => column)).toEqual([9, 1]);
  });

  it('stops loading what was scrolled away, and closes it if it comes nevertheless', async () => {
    const { store, asked } = makeStore();
    const pane = Symbol('pane');
    store.demand(pane, tiles(1, 2));
    store.demand(pane, tiles(2, 3));
    expect(asked[0]?.signal.aborted).toBe(true);
    expect(asked[1]?.signal.aborted).toBe(false);
    const late = await asked[0]?.arrive();
    expect(late?.open).toBe(false);
    expect(store.get(tile(1))).toBeUndefined();
  });

  it('loads a tile once for two users, and keeps loading it while one of them wants it', () => {
    const { store, asked } = makeStore();
    const [pane, minimap] = [Symbol('pane'), Symbol('minimap')];
    store.demand(pane, tiles(1));
    store.demand(minimap, tiles(1));
    store.release(pane);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.signal.aborted).toBe(false);
  });

  it('frees the least recently used beyond its capacity, but nothing that is in demand', async () => {
    const { store, asked, images } = makeStore({ capacity: 2 });
    const pane = Symbol('pane');
    store.demand(pane, tiles(1, 2, 3));
    for (const { arrive } of [...asked]) await arrive();
    expect(images.every(({ open }) => open)).toBe(true);
    store.get(tile(1));
    store.demand(pane, []);
    expect(images.filter(({ open }) => !open).map(({ key }) => key)).toEqual([tileKey(tile(2))]);
    expect(store.get(tile(1))).toBeDefined();
    expect(store.get(tile(3))).toBeDefined();
  });

  it('tries a failed tile again after a while, and at last gives the picture up', async () => {
    const { store, asked } = makeStore();
    const told = vi.fn();
    store.subscribe(told);
    store.demand(Symbol('pane'), tiles(1));
    await asked[0]?.fail();
    expect(store.pictureState('a')).toBe('loading');
    expect(asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(100);
    await asked[1]?.fail();
    await vi.advanceTimersByTimeAsync(1000);
    await asked[2]?.fail();
    expect(store.pictureState('a')).toBe('failed');
    expect(told).toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toHaveLength(3);
  });

  it('gives a picture up at once whose original is damaged, says so, and asks anew when somebody comes back', async () => {
    const { store, asked } = makeStore();
    const pane = Symbol('pane');
    const refusal = { code: 'ORIGINAL_DAMAGED', message: 'changed on disk' };
    store.demand(pane, tiles(1));
    await asked[0]?.fail(new TileRefused(refusal));
    expect(store.pictureState('a')).toBe('failed');
    expect(store.refusalOf('a')).toEqual(refusal);
    expect(store.refusalOf('b')).toBeNull();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toHaveLength(1);
    store.demand(pane, []);
    store.demand(pane, tiles(1));
    expect(store.pictureState('a')).toBe('loading');
    await asked[1]?.arrive();
    expect(store.pictureState('a')).toBe('ready');
    expect(store.refusalOf('a')).toBeNull();
  });

  it('says why a picture was given up, once it is', async () => {
    const { store, asked } = makeStore();
    const refusal = { code: 'PICTURE_CACHE', message: 'no room' };
    store.demand(Symbol('pane'), tiles(1));
    await asked[0]?.fail(new TileRefused(refusal));
    expect(store.refusalOf('a')).toBeNull();
    await vi.advanceTimersByTimeAsync(100);
    await asked[1]?.fail(new TileRefused(refusal));
    await vi.advanceTimersByTimeAsync(1000);
    await asked[2]?.fail(new TileRefused(refusal));
    expect(store.refusalOf('a')).toEqual(refusal);
  });

  it('tries again when a person asks for it, and is ready as soon as one tile is there', async () => {
    const { store, asked } = makeStore();
    store.demand(Symbol('pane'), tiles(1));
    await asked[0]?.fail();
    store.retry();
    await asked[1]?.arrive();
    expect(store.pictureState('a')).toBe('ready');
    expect(store.pictureState('b')).toBe('loading');
  });

  it('frees everything when it is closed', async () => {
    const { store, asked, images } = makeStore();
    store.demand(Symbol('pane'), tiles(1, 2));
    await asked[0]?.arrive();
    store.close();
    expect(images[0]?.open).toBe(false);
    expect(asked[1]?.signal.aborted).toBe(true);
  });
});
