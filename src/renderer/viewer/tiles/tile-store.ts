/** Loads tiles for everyone who draws them and keeps as many as memory allows. */
import type { TileRefusal } from './tile-messages.ts';
import { type TileAddress, tileKey } from './tile-plan.ts';

/** What a tile is once loaded; `ImageBitmap` in the window. */
export interface Closable {
  close(): void;
}

/** The station said why it gives no tile. */
export class TileRefused extends Error {
  readonly refusal: TileRefusal;

  constructor(refusal: TileRefusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

export interface TileStoreOptions<T extends Closable> {
  /** Rejects when it cannot be loaded or `signal` is aborted; with `TileRefused` where the station said why. */
  readonly load: (tile: TileAddress, signal: AbortSignal) => Promise<T>;
  /** Tiles kept; what is in demand is kept even beyond it. */
  readonly capacity: number;
  /** Loads under way at a time. */
  readonly parallel: number;
  /** Waits before a failed tile is tried again, milliseconds; after the last it stays failed. */
  readonly retryAfterMs: readonly number[];
}

type PictureState = 'loading' | 'ready' | 'failed';

/** Who demands tiles: a pane, a minimap, a crop. */
type TileUser = symbol;

export interface TileStore<T extends Closable> {
  /** Replaces what this user wants, most wanted first. What nobody wants any longer is aborted. */
  demand(user: TileUser, wanted: readonly TileAddress[]): void;
  /** The user is gone. */
  release(user: TileUser): void;
  /** The tile if it is there; counts as a use of it. */
  get(tile: TileAddress): T | undefined;
  /** `ready` as soon as a tile of the picture is there; `failed` when one was given up and none is. */
  pictureState(sha256: string): PictureState;
  /** Why a tile of the picture was given up; null where none was, or nobody said why. */
  refusalOf(sha256: string): TileRefusal | null;
  /** Forgets failures, so that everything in demand is tried again. */
  retry(): void;
  /** Called when a tile came or was given up. Gives the unsubscribe. */
  subscribe(listener: () => void): () => void;
  /** Aborts and frees everything. */
  close(): void;
}

interface Failure {
  readonly sha256: string;
  /** Said at the last attempt. */
  refusal: TileRefusal | null;
  attempts: number;
  /** Pending wait, null when given up. */
  timer: ReturnType<typeof setTimeout> | null;
}

/** Keys are put together once for each demand: they are asked for again with every tile that comes. */
interface Demanded {
  readonly tile: TileAddress;
  readonly key: string;
}

/** No try changes what lies on the disk: a person has to hear of it at once. */
const isFinal = ({ code }: TileRefusal): boolean => code.startsWith('ORIGINAL_');

export function createTileStore<T extends Closable>(options: TileStoreOptions<T>): TileStore<T> {
  const demands = new Map<TileUser, readonly Demanded[]>();
  /** Least recently used first. */
  const tiles = new Map<string, { readonly sha256: string; readonly image: T }>();
  const loading = new Map<string, AbortController>();
  const failures = new Map<string, Failure>();
  const listeners = new Set<() => void>();
  let inDemand = new Set<string>();
  let closed = false;

  const tell = (): void => {
    for (const listener of listeners) listener();
  };

  function evict(): void {
    for (const [key, tile] of tiles) {
      if (tiles.size <= options.capacity) return;
      if (inDemand.has(key)) continue;
      tiles.delete(key);
      tile.image.close();
    }
  }

  function failed(tile: TileAddress, key: string, refusal: TileRefusal | null): void {
    const failure = failures.get(key) ?? { sha256: tile.sha256, refusal, attempts: 0, timer: null };
    failure.refusal = refusal;
    if (refusal !== null && isFinal(refusal)) failure.attempts = options.retryAfterMs.length;
    const wait = options.retryAfterMs[failure.attempts];
    failure.attempts += 1;
    failure.timer =
      wait === undefined
        ? null
        : setTimeout(() => {
            failure.timer = null;
            pump();
          }, wait);
    failures.set(key, failure);
    tell();
  }

  /** Not now: it waits for its next try or was given up. */
  function isBlocked(key: string): boolean {
    const failure = failures.get(key);
    return failure !== undefined && (failure.timer !== null || isGivenUp(failure));
  }

  const isGivenUp = ({ attempts }: Failure): boolean => attempts > options.retryAfterMs.length;

  async function load(tile: TileAddress, key: string): Promise<void> {
    const abort = new AbortController();
    loading.set(key, abort);
    try {
      const image = await options.load(tile, abort.signal);
      if (abort.signal.aborted) {
        image.close();
        return;
      }
      failures.delete(key);
      tiles.set(key, { sha256: tile.sha256, image });
      evict();
      tell();
    } catch (error) {
      // Whatever went wrong, the tile is not there: the next try or the picture's state says so.
      if (!abort.signal.aborted) failed(tile, key, error instanceof TileRefused ? error.refusal : null);
    } finally {
      if (loading.get(key) === abort) loading.delete(key);
      pump();
    }
  }

  function pump(): void {
    if (closed) return;
    // Users take turns, so that a crop does not wait for the last tile of the pane.
    const lists = [...demands.values()];
    const longest = Math.max(0, ...lists.map((list) => list.length));
    for (let place = 0; place < longest; place += 1) {
      for (const list of lists) {
        if (loading.size >= options.parallel) return;
        const wanted = list[place];
        if (wanted === undefined) continue;
        const { tile, key } = wanted;
        if (!tiles.has(key) && !loading.has(key) && !isBlocked(key)) void load(tile, key);
      }
    }
  }

  function demandChanged(): void {
    inDemand = new Set();
    for (const list of demands.values()) for (const { key } of list) inDemand.add(key);
    for (const [key, abort] of loading) {
      if (inDemand.has(key)) continue;
      loading.delete(key);
      abort.abort();
    }
    // Whoever comes back to a picture asks anew: what kept it may be mended.
    for (const [key, failure] of failures) if (!inDemand.has(key) && isGivenUp(failure)) failures.delete(key);
    evict();
    pump();
  }

  return {
    demand(user, wanted) {
      demands.set(
        user,
        wanted.map((tile) => ({ tile, key: tileKey(tile) })),
      );
      demandChanged();
    },
    release(user) {
      if (demands.delete(user)) demandChanged();
    },
    get(tile) {
      const key = tileKey(tile);
      const found = tiles.get(key);
      if (found === undefined) return undefined;
      tiles.delete(key);
      tiles.set(key, found);
      return found.image;
    },
    pictureState(sha256) {
      for (const tile of tiles.values()) if (tile.sha256 === sha256) return 'ready';
      for (const failure of failures.values()) if (failure.sha256 === sha256 && isGivenUp(failure)) return 'failed';
      return 'loading';
    },
    refusalOf(sha256) {
      for (const failure of failures.values())
        if (failure.sha256 === sha256 && isGivenUp(failure) && failure.refusal !== null) return failure.refusal;
      return null;
    },
    retry() {
      for (const failure of failures.values()) if (failure.timer !== null) clearTimeout(failure.timer);
      failures.clear();
      tell();
      pump();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    close() {
      closed = true;
      demands.clear();
      for (const failure of failures.values()) if (failure.timer !== null) clearTimeout(failure.timer);
      for (const abort of loading.values()) abort.abort();
      loading.clear();
      for (const tile of tiles.values()) tile.image.close();
      tiles.clear();
      failures.clear();
      listeners.clear();
    },
  };
}
