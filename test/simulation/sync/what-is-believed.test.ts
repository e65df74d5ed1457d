/** Docs/spec/sync.md, S15 and S18: what a station believes of what the service says, on a calm network. */
import { describe, expect, it } from 'vitest';
import { newestEpoch } from '../../../src/station/audit/checkpoint-rows.ts';
import { connectionState } from '../../../src/station/sync/connection.ts';
import { ledgerPage } from '../../../src/station/sync/ledger-page.ts';
import type { Transport } from '../../../src/station/sync/transport.ts';
import { witnessKeys } from '../../../src/station/sync/witness-keys.ts';
import { must } from '../../../src/station/testing/station-fixture.ts';
import { ModelCentre } from './model-centre.ts';
import { impostor, witness } from './model-witness.ts';
import { type Scene, scene } from './scene.ts';

const minute = 60_000;

/** A service whose receipts for results say something else. */
const telling =
  (change: Readonly<Record<string, unknown>>) =>
  (calmly: Transport): Transport => ({
    async exchange(request) {
      const reply = await calmly.exchange(request);
      if (reply.kind !== 'reply' || !request.url.endsWith('/v1/sync/batch')) return reply;
      const body = JSON.parse(reply.body);
      for (const [at, item] of JSON.parse(String(request.body)).items.entries())
        if (item.type === 'results') Object.assign(body.results[at].body, change);
      return { ...reply, body: JSON.stringify(body) };
    },
  });

describe('a receipt', () => {
  it.each([
    ['of other results', { sha256: 'ab'.repeat(32) }],
    ['of another revision', { revision: 7 }],
    ['of another board', { inspection_id: '019a0000-0000-7000-8000-000000000000' }],
  ])('S15: %s settles nothing, and the ledger says so', async (_, change) => {
    const { world, station, start } = scene();
    const id = station.inspect();
    start({ wrap: telling(change) });
    await world.runUntil(60 * minute);
    const ledger = must(ledgerPage(station.db, { limit: 9 })).items;
    expect(ledger).toMatchObject([
      { objectId: id, state: 'set_aside', receipt: null, error: { code: 'SYNC_RECEIPT_DIFFERS' } },
    ]);
    station.sqlite.close();
  });
});

const countersigned = ({ station }: Scene): readonly (readonly [number, string])[] =>
  station.sqlite
    .prepare<[], { size: number; line: string }>('SELECT size, line FROM audit_cosignatures ORDER BY size')
    .all()
    .map(({ size, line }) => [size, line]);

const noCredentials = { tokenState: () => 'none', knownBucket: () => ({ ok: true, value: null }) } as never;
const witnessedNow = ({ station }: Scene) => must(connectionState(station.db, null, noCredentials)).log.witnessed;

describe('the witness’s key', () => {
  /** A board was inspected, and the log is signed. */
  const work = ({ station }: Scene): void => {
    station.inspect();
    station.sign();
  };

  it('S18: is the one that was first seen: what another countersigns is not kept, and a person is told', async () => {
    const it = scene();
    const { world, centre, start } = it;
    work(it);
    const { sync } = start();
    await world.runUntil(minute);
    const first = countersigned(it);
    expect(first).toHaveLength(1);
    expect(sync.state().problem).toBe(null);

    centre.witness.signer = impostor;
    work(it);
    sync.wake();
    await world.runUntil(world.nowMs() + 10 * minute);
    expect(countersigned(it)).toEqual(first);
    expect(sync.state().problem).toMatchObject({ code: 'SYNC_WITNESS_CHANGED' });

    centre.witness.signer = witness;
    await world.runUntil(world.nowMs() + 10 * minute);
    expect(countersigned(it)).toHaveLength(2);
    expect(sync.state().problem).toBe(null);
    it.station.sqlite.close();
  });

  it('S18: is another one once an administrator accepted it, and what the one before countersigned still stands', async () => {
    const it = scene();
    const { world, centre, station, start } = it;
    work(it);
    const { sync } = start();
    await world.runUntil(minute);
    const first = countersigned(it);
    const before = centre.witness.vkey;
    centre.witness.signer = impostor;
    work(it);
    sync.wake();
    await world.runUntil(world.nowMs() + 10 * minute);

    const after = centre.witness.vkey;
    const logKey = must(station.db.read(() => newestEpoch(station.db)))?.vkey ?? '';
    for (const vkey of ['', 'nonsense', logKey])
      expect(station.accept(vkey, 'no witness')).toMatchObject({ error: { code: 'SYNC_WITNESS_KEY' } });
    expect(must(station.accept(`${after}\n`, 'JWT_SECRET lost'))?.name).toBe('centre.example/witness');
    expect(must(station.accept(after, 'again'))).toBeNull();
    expect(must(witnessKeys(station.db))).toEqual({ now: after, former: [before] });
    expect(witnessedNow(it)).toMatchObject({ size: first[0]![0] });
    const entry = station.sqlite
      .prepare<[], { entry: string }>(
        `SELECT entry FROM audit_entries WHERE entry ->> '$.action' = 'sync.witness_accepted'`,
      )
      .all();
    expect(entry.map((row) => JSON.parse(row.entry))).toMatchObject([
      { reason: 'JWT_SECRET lost', before: { vkey: before }, after: { vkey: after } },
    ]);

    station.sign();
    await world.runUntil(world.nowMs() + 10 * minute);
    expect(countersigned(it)).toMatchObject([first[0], [expect.any(Number), expect.any(String)]]);
    expect(witnessedNow(it)!.size).toBeGreaterThan(first[0]![0]);
    expect(sync.state().problem).toBe(null);
    station.sqlite.close();
  });

  it('S18: of another service is its own', async () => {
    const it = scene();
    const { world, start } = it;
    work(it);
    const first = start();
    await world.runUntil(minute);
    await first.end();
    const centre = new ModelCentre(() => Date.UTC(2026, 10, 21) + world.nowMs());
    centre.witness.signer = impostor;
    work(it);
    const { sync } = start({ other: { url: 'https://other.example', centre } });
    await world.runUntil(world.nowMs() + 10 * minute);
    expect(countersigned(it)).toHaveLength(2);
    expect(sync.state().problem).toBe(null);
    it.station.sqlite.close();
  });
});
