import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { StationClient } from './client.ts';
import { createQueueStore, matches, merged, neighbourOf, type QueueRow } from './queue-store.ts';

const row = (n: number, change: Partial<QueueRow> = {}): QueueRow => ({
  id: `0190f000-0000-7000-8000-${String(n).padStart(12, '0')}`,
  startedAt: new Date(Date.UTC(2026, 0, 1, 0, n)).toISOString(),
  part: 'PCB-2002',
  lot: 'LOT-1',
  serial: String(n).padStart(6, '0'),
  status: 'completed',
  verdict: null,
  signedOff: false,
  registrationPoor: false,
  defects: 1,
  undecided: 1,
  worstSeverity: 'high',
  imageSha256: '0'.repeat(64),
  model: null,
  error: null,
  ...change,
});
const shelf = { shelf: 'review', search: '', hasMore: false } as const;
const merge = (rows: readonly QueueRow[], changed: readonly QueueRow[], more: Partial<typeof shelf> = {}) =>
  merged(rows, { ...shelf, ...more, changed, ids: changed.map(({ id }) => id) });

describe('the queue while boards come and go', () => {
  it('takes a new board at its end, oldest first', () => {
    expect(merge([row(1), row(2)], [row(3)]).map(({ serial }) => serial)).toEqual(['000001', '000002', '000003']);
  });

  it('lets a board go when it is signed off, and the done shelf takes it first', () => {
    expect(merge([row(1), row(2)], [row(1, { signedOff: true })]).map(({ serial }) => serial)).toEqual(['000002']);
    const done = merged([row(1, { signedOff: true })], {
      ...shelf,
      shelf: 'done',
      changed: [row(2, { signedOff: true })],
      ids: [row(2).id],
    });
    expect(done.map(({ serial }) => serial)).toEqual(['000002', '000001']);
  });

  it('lets a board go that changed without a row of its own', () => {
    expect(merged([row(1), row(2)], { ...shelf, changed: [], ids: [row(1).id] })).toEqual([row(2)]);
  });

  it('leaves a board to the page that it comes with', () => {
    expect(merged([row(1), row(2)], { ...shelf, hasMore: true, changed: [row(9)], ids: [row(9).id] })).toHaveLength(2);
  });

  it('keeps to what is searched', () => {
    expect(merged([row(1)], { ...shelf, search: '00000', changed: [row(20)], ids: [row(20).id] })).toEqual([row(1)]);
    expect(matches('pcb', row(1))).toBe(true);
    expect(matches('2002', row(1))).toBe(false);
  });

  it('is in order, without doubles, and does not replace what did not change, whatever comes', () => {
    const some = fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { maxLength: 20 });
    fc.assert(
      fc.property(
        some,
        fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.boolean()), { maxLength: 20 }),
        (own, news) => {
          const rows = own.toSorted((a, b) => a - b).map((n) => row(n));
          const changed = [...new Map(news.map(([n, signedOff]) => [n, row(n, { signedOff })])).values()];
          const after = merge(rows, changed);
          const times = after.map(({ startedAt }) => startedAt);
          expect(times).toEqual(times.toSorted());
          expect(new Set(times).size).toBe(times.length);
          const touched = new Set(changed.map(({ id }) => id));
          for (const one of rows) if (!touched.has(one.id)) expect(after).toContain(one);
          expect(after.every(({ signedOff }) => !signedOff)).toBe(true);
        },
      ),
    );
  });
});

it('opens the board behind the one that leaves, at the end the one before it', () => {
  const rows = [row(1), row(2), row(3)];
  expect(neighbourOf(rows, rows[0]!.id)).toBe(rows[1]);
  expect(neighbourOf(rows, rows[2]!.id)).toBe(rows[1]);
  expect(neighbourOf([rows[0]!], rows[0]!.id)).toBeNull();
});

describe('a search that the station cannot answer', () => {
  /** A queue with the first row in view, and a station that answers only while it is well. */
  async function opened() {
    const station = { isWell: true, countsAreWell: true };
    const reply = <T>(value: T, isWell = station.isWell) =>
      Promise.resolve(isWell ? { ok: true, value } : { ok: false, error: { code: 'DB_IO', message: '' } });
    const client = {
      queue: {
        counts: () => reply({ review: 1, done: 0 }, station.isWell && station.countsAreWell),
        page: ({ search = '' }) => reply({ rows: [row(1), row(2)].filter((one) => matches(search, one)), next: null }),
      },
    } as unknown as StationClient;
    const store = createQueueStore(client);
    await store.getState().load();
    const settled = () => vi.waitFor(() => expect(store.getState().loading).toBe(false), { timeout: 30_000 });
    return { station, store, settled };
  }

  it('shows why, and no board of the list before it, so that Enter opens none', async () => {
    const { station, store, settled } = await opened();
    station.isWell = false;
    store.getState().setSearch('000002');
    await settled();
    expect(store.getState()).toMatchObject({ rows: [], failure: { code: 'DB_IO' } });
  });

  it('is asked again when the station has news, and finds what there is', async () => {
    const { station, store, settled } = await opened();
    station.isWell = false;
    store.getState().setSearch('000002');
    await settled();
    station.isWell = true;
    store.getState().notice({ rows: [row(1)], ids: [row(1).id] });
    await settled();
    expect(store.getState()).toMatchObject({ rows: [{ serial: '000002' }], failure: null });
  });

  it('leaves a list in view that was only to be read again, and says since when it is old', async () => {
    const { station, store, settled } = await opened();
    station.isWell = false;
    void store.getState().load();
    await settled();
    const { failedSince } = store.getState();
    expect(store.getState()).toMatchObject({ rows: [{}, {}], failure: { code: 'DB_IO' } });
    expect(failedSince).not.toBeNull();
    await store.getState().load();
    expect(store.getState().failedSince).toBe(failedSince);
    station.isWell = true;
    await store.getState().load();
    await vi.waitFor(() => expect(store.getState()).toMatchObject({ failure: null, failedSince: null }));
  });

  it('lets go of a board that was signed, however old the list is', async () => {
    const { station, store, settled } = await opened();
    station.isWell = false;
    void store.getState().load();
    await settled();
    store.getState().notice({ rows: [row(9)], ids: [row(1).id, row(9).id] });
    await settled();
    expect(store.getState()).toMatchObject({ rows: [{ serial: '000002' }], failure: { code: 'DB_IO' } });
  });

  it('says that the counts are old where they alone could not be read', async () => {
    const { station, store, settled } = await opened();
    station.countsAreWell = false;
    await store.getState().load();
    await settled();
    await vi.waitFor(() => expect(store.getState().failure).toMatchObject({ code: 'DB_IO' }));
    station.countsAreWell = true;
    store.getState().notice({ rows: [], ids: [] });
    await vi.waitFor(() => expect(store.getState()).toMatchObject({ failure: null, failedSince: null }));
  });
});

it('is read again as far as it was read, so that who is far down stays there', async () => {
  const all = Array.from({ length: 1500 }, (_, n) => row(n));
  const pages: number[] = [];
  /** Every page but the first waits for it. */
  let later = Promise.resolve();
  const client = {
    queue: {
      counts: () => Promise.resolve({ ok: true, value: { review: all.length, done: 0 } }),
      page: ({ after, limit }: { after?: { id: string }; limit: number }) => {
        pages.push(limit);
        const from = after === undefined ? 0 : all.findIndex(({ id }) => id === after.id) + 1;
        const rows = all.slice(from, from + limit);
        const last = rows.at(-1)!;
        const next = from + limit < all.length ? { startedAt: last.startedAt, id: last.id } : null;
        const reply = { ok: true, value: { rows, next } };
        return after === undefined ? Promise.resolve(reply) : later.then(() => reply);
      },
    },
  } as unknown as StationClient;
  const store = createQueueStore(client);
  await store.getState().load();
  for (let page = 1; page < 12; page += 1) await store.getState().loadMore();
  const { rows } = store.getState();
  expect(rows).toHaveLength(1200);
  await store.getState().load();
  expect(store.getState().rows).toEqual(rows);
  expect(Math.max(...pages)).toBeLessThanOrEqual(500);

  // A board is signed while the pages after its own are still to come: it does not come back with them.
  let goOn = () => {};
  later = new Promise((resolve) => {
    goOn = () => resolve();
  });
  const again = store.getState().load();
  const [signed] = all.splice(3, 1);
  store.getState().notice({ rows: [], ids: [signed!.id] });
  goOn();
  await again;
  await vi.waitFor(() => expect(store.getState().loading).toBe(false), { timeout: 30_000 });
  expect(store.getState().rows.some(({ id }) => id === signed!.id)).toBe(false);
});
