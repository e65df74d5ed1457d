/** Boards to review and boards that were signed off, page by page and live. */
import type { z } from 'zod';
import { createStore } from 'zustand/vanilla';
import type { inspectionRow, pageKey } from '../../ipc/values.ts';
import { ask, type Reply, type ReplyError, type StationClient } from './client.ts';

export type QueueRow = z.output<typeof inspectionRow>;
export const shelves = ['review', 'running', 'done'] as const;
export type Shelf = (typeof shelves)[number];
type StoredShelf = Exclude<Shelf, 'running'>;

export interface QueueState {
  readonly shelf: Shelf;
  readonly search: string;
  /** Of the shelf in view: `review` oldest first, `done` newest first. Running boards are the imports'. */
  readonly rows: readonly QueueRow[];
  readonly next: z.input<typeof pageKey> | null;
  readonly loading: boolean;
  /** Null until the first page came. */
  readonly loadedOnce: boolean;
  /** Why the list or its counts could not be read the last time; the rows in view are then older than the station's. */
  readonly failure: ReplyError | null;
  /** Milliseconds since 1970: since when nothing could be read; null where all was. */
  readonly failedSince: number | null;
  readonly counts: { readonly review: number; readonly done: number } | null;

  readonly load: () => Promise<void>;
  readonly loadMore: () => Promise<void>;
  readonly show: (shelf: Shelf) => void;
  readonly setSearch: (search: string) => void;
  readonly notice: (change: { readonly rows: readonly QueueRow[] | null; readonly ids: readonly string[] }) => void;
}

const pageSize = 100;
/** The station gives no more at a time. */
const largestPage = 500;

export const createQueueStore = (client: StationClient) =>
  createStore<QueueState>()((set, get) => {
    let asked = 0;
    /** What is being read takes several answers: a change may concern one that is here already. */
    let inPieces = false;

    /** Each question has its own refusal: that the one was answered says nothing about the other. */
    let refusals: Readonly<Record<'page' | 'counts', ReplyError | null>> = { page: null, counts: null };
    const noted = (question: keyof typeof refusals, refusal: ReplyError | null) => {
      refusals = { ...refusals, [question]: refusal };
      const failure = refusals.page ?? refusals.counts;
      return { failure, failedSince: failure && (get().failedSince ?? Date.now()) };
    };

    async function readCounts(): Promise<void> {
      const reply = await ask(() => client.queue.counts({}));
      set(reply.ok ? { counts: reply.value, ...noted('counts', null) } : noted('counts', reply.error));
    }

    type Page = Pick<QueueState, 'rows' | 'next'>;

    /** Null: something else was asked for meanwhile. */
    async function readPages(count: number, mine: number): Promise<Reply<Page> | null> {
      const { shelf, search } = get();
      let read: Page = { rows: [], next: null };
      inPieces = count > largestPage;
      if (shelf === 'running') return { ok: true, value: read };
      const query = { shelf, ...(search === '' ? {} : { search }) };
      do {
        const limit = Math.min(largestPage, Math.max(pageSize, count - read.rows.length));
        const after = read.next ?? undefined;
        const reply = await ask(() => client.queue.page({ ...query, after, limit }));
        if (mine !== asked) return null;
        if (!reply.ok) return reply;
        read = { rows: [...read.rows, ...reply.value.rows], next: reply.value.next };
      } while (read.next !== null && read.rows.length < count);
      return { ok: true, value: read };
    }

    /** Reads from the start. As many rows as are in view already, so that a reader far down stays there. */
    async function load(keep: boolean): Promise<void> {
      void readCounts();
      asked += 1;
      const mine = asked;
      set({ loading: true });
      const reply = await readPages(keep ? get().rows.length : 0, mine);
      if (reply === null) return;
      inPieces = false;
      const read = { loading: false, loadedOnce: true };
      if (reply.ok) set({ ...reply.value, ...read, ...noted('page', null) });
      // What was asked for is not what is in view: no row may pass for an answer.
      else set({ ...(keep ? {} : { rows: [], next: null }), ...read, ...noted('page', reply.error) });
    }

    return {
      shelf: 'review',
      search: '',
      rows: [],
      next: null,
      loading: false,
      loadedOnce: false,
      failure: null,
      failedSince: null,
      counts: null,
      load: () => load(true),
      loadMore: async () => {
        const { shelf, search, next, loading } = get();
        if (next === null || loading || shelf === 'running') return;
        asked += 1;
        const mine = asked;
        set({ loading: true });
        const query = { shelf, ...(search === '' ? {} : { search }), after: next, limit: pageSize };
        const reply = await ask(() => client.queue.page(query));
        if (mine !== asked) return;
        if (!reply.ok) return set({ loading: false, ...noted('page', reply.error) });
        const known = new Set(get().rows.map(({ id }) => id));
        const fresh = reply.value.rows.filter(({ id }) => !known.has(id));
        set({ rows: [...get().rows, ...fresh], next: reply.value.next, loading: false });
      },
      show: (shelf) => {
        if (shelf === get().shelf) return;
        set({ shelf, rows: [], next: null, loadedOnce: false });
        void load(false);
      },
      setSearch: (search) => {
        set({ search });
        void load(false);
      },
      notice: ({ rows: changed, ids }) => {
        void readCounts();
        const { shelf, search, rows, next, failure } = get();
        if (shelf === 'running') return;
        const whole = failure === null && !inPieces;
        if (changed === null || !whole) void load(true);
        if (changed === null) return;
        // One row more makes no list of one that could not be read; a board that was signed leaves it all the same.
        const known = new Set(rows.map(({ id }) => id));
        const taken = whole ? changed : changed.filter(({ id }) => known.has(id));
        set({ rows: merged(rows, { changed: taken, ids, shelf, search, hasMore: next !== null }) });
      },
    };
  });

export type QueueStore = ReturnType<typeof createQueueStore>;

export interface Merge {
  readonly changed: readonly QueueRow[];
  /** All that changed; one without a row has left the queue. */
  readonly ids: readonly string[];
  readonly shelf: StoredShelf;
  readonly search: string;
  /** Rows beyond the last one were not read yet: a row that belongs there comes with its page. */
  readonly hasMore: boolean;
}

/** The list with the changed rows in their places; rows that did not change keep their identity and order. */
export function merged(
  rows: readonly QueueRow[],
  { changed, ids, shelf, search, hasMore }: Merge,
): readonly QueueRow[] {
  const byId = new Map(changed.map((row) => [row.id, row]));
  const gone = new Set(ids.filter((id) => !byId.has(id)));
  const stays = (row: QueueRow) => belongsTo(shelf, row) && matches(search, row);
  const kept = rows.map((row) => byId.get(row.id) ?? row).filter((row) => !gone.has(row.id) && stays(row));
  const known = new Set(rows.map(({ id }) => id));
  const last = rows.at(-1);
  const fresh = [...byId.values()].filter(
    (row) => !known.has(row.id) && stays(row) && !(hasMore && last && inOrder(shelf, last, row) < 0),
  );
  return fresh.length === 0 ? kept : [...kept, ...fresh].sort((a, b) => inOrder(shelf, a, b));
}

const belongsTo = (shelf: StoredShelf, row: QueueRow): boolean =>
  shelf === 'done' ? row.signedOff : !row.signedOff && (row.status === 'completed' || row.status === 'failed');

const inOrder = (shelf: StoredShelf, a: QueueRow, b: QueueRow): number => {
  const older = a.startedAt < b.startedAt ? -1 : a.startedAt > b.startedAt ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
  return shelf === 'review' ? older : -older;
};

/** The station's own rule: the search begins a part, lot or serial. */
export function matches(search: string, row: Pick<QueueRow, 'part' | 'lot' | 'serial'>): boolean {
  const start = search.toLowerCase();
  return start === '' || [row.part, row.lot, row.serial].some((word) => word?.toLowerCase().startsWith(start));
}

/** The board to open after `id` leaves the list: the one behind it, else the one before it, else none. */
export function neighbourOf(rows: readonly QueueRow[], id: string, direction: 1 | -1 = 1): QueueRow | null {
  const at = rows.findIndex((row) => row.id === id);
  return at === -1 ? (rows[0] ?? null) : (rows[at + direction] ?? rows[at - direction] ?? null);
}
