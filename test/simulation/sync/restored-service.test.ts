/** Docs/spec/sync.md, S1 and S2: a service that has lost what it had acknowledged, or is another one. */
import { describe, expect, it } from 'vitest';
import { ledgerPage } from '../../../src/station/sync/ledger-page.ts';
import { must } from '../../../src/station/testing/station-fixture.ts';
import { bothSidesAgree } from './invariants.ts';
import { ModelCentre } from './model-centre.ts';
import { factsWaiting, type Scene, scene } from './scene.ts';

const hour = 3_600_000;

/** Ten boards, all sent; `backup` is of when the service had six of them. */
async function tenBoards(): Promise<Scene & { readonly backup: ReturnType<ModelCentre['backup']> }> {
  const it = scene();
  const first = it.start();
  for (let n = 0; n < 6; n += 1) it.station.inspect();
  first.sync.wake();
  await it.world.runUntil(10 * 60_000);
  const backup = it.centre.backup();
  for (let n = 0; n < 4; n += 1) it.station.inspect();
  first.sync.wake();
  await it.world.runUntil(20 * 60_000);
  await first.end();
  expect(bothSidesAgree(it.station, it.centre, new Set())).toEqual([]);
  return { ...it, backup };
}

const waiting = ({ station }: Scene) => must(ledgerPage(station.db, { state: 'pending', limit: 100 })).items;

describe('a service that was restored from an older backup', () => {
  it('S2: is given again what it lost, boards and pictures as well, though nothing new is inspected', async () => {
    const it = await tenBoards();
    const { world, station, centre, start, backup } = it;
    centre.restore(backup);
    expect(bothSidesAgree(station, centre, new Set())).not.toEqual([]);
    start();
    await world.runUntil(world.nowMs() + hour);
    expect(bothSidesAgree(station, centre, new Set())).toEqual([]);
    expect(waiting(it)).toEqual([]);
    station.sqlite.close();
  });

  it('S2: is noticed within the hour by a station that stays on, and its ledger says why items wait again', async () => {
    const it = await tenBoards();
    const { world, station, centre, start, backup } = it;
    const { sync } = start();
    await world.runUntil(world.nowMs() + hour / 2);
    centre.restore(backup);
    await world.runUntil(world.nowMs() + hour, () => waiting(it).length > 0);
    expect(waiting(it).map(({ error }) => error?.code)).toContain('SYNC_SENT_AGAIN');
    await world.runUntil(world.nowMs() + hour);
    expect(bothSidesAgree(station, centre, new Set())).toEqual([]);
    expect(sync.state()).toMatchObject({ state: 'idle', problem: null });
    station.sqlite.close();
  });

  it('S2: whose log lost nothing gets a board back with the next decision about it, and others with it', async () => {
    const it = await tenBoards();
    const { world, station, centre, start } = it;
    const log = centre.backup().entries;
    centre.restore({ ...it.backup, entries: log });
    start();
    const lost = (): readonly string[] => station.inspections.filter((id) => !centre.inspections.has(id));
    await world.runUntil(world.nowMs() + hour);
    expect(lost()).toHaveLength(4);
    for (let n = 0; n < 60; n += 1) station.decide();
    await world.runUntil(world.nowMs() + hour);
    expect(lost()).toEqual([]);
    expect(bothSidesAgree(station, centre, new Set())).toEqual([]);
    station.sqlite.close();
  });

  it('S2: of which nothing shows a loss gets everything when a person says so', async () => {
    const it = await tenBoards();
    const { world, station, centre, start } = it;
    centre.restore({ ...it.backup, entries: centre.backup().entries });
    start();
    await world.runUntil(world.nowMs() + hour);
    expect(bothSidesAgree(station, centre, new Set())).not.toEqual([]);
    station.resend();
    await world.runUntil(world.nowMs() + hour);
    expect(bothSidesAgree(station, centre, new Set())).toEqual([]);
    station.sqlite.close();
  });

  it('a picture whose inspection was lost waits until that is there again', async () => {
    const { world, station, centre, start } = scene();
    const empty = centre.backup();
    for (let n = 0; n < 5; n += 1) station.inspect();
    const first = start();
    await world.runUntil(600_000, () => centre.inspections.size === 5);
    centre.restore(empty);
    await first.end();
    start();
    await world.runUntil(world.nowMs() + hour);
    expect(bothSidesAgree(station, centre, new Set())).toEqual([]);
    station.sqlite.close();
  });

  it('S2: whose log lost nothing gets a board back when its picture is about to go, and others with it', async () => {
    const { world, station, centre, start } = scene();
    const empty = centre.backup();
    for (let n = 0; n < 3; n += 1) station.inspect();
    // Pictures wait: the store is away.
    const storeAway = { kind: 'unreachable', why: 'ENOTFOUND' } as const;
    const first = start({
      wrap: (calmly) => ({
        exchange: (request) => (request.method === 'PUT' ? Promise.resolve(storeAway) : calmly.exchange(request)),
      }),
    });
    await world.runUntil(60_000);
    await first.end();
    expect(centre.inspections.size).toBe(3);
    expect(factsWaiting(station)).toBe(0);
    centre.restore({ ...empty, entries: centre.backup().entries });
    start();
    await world.runUntil(world.nowMs() + hour);
    expect(bothSidesAgree(station, centre, new Set())).toEqual([]);
    station.sqlite.close();
  });
});

describe('a log copy that is longer than what was sent', () => {
  it('is believed as far as it was sent, and a person is told that it is another’s', async () => {
    const { world, station, centre, start } = scene();
    for (let n = 0; n < 3; n += 1) station.inspect();
    const first = start();
    await world.runUntil(600_000);
    await first.end();
    const copied = () => station.sqlite.prepare(`SELECT value FROM sync_state WHERE name = 'log_copied'`).pluck().get();
    const own = centre.entries.length;
    expect(copied()).toBe(String(own));
    // The station's former disk had sent more before this one was restored.
    centre.entries.push('{"other":1}', '{"other":2}');
    const { sync } = start();
    await world.runUntil(world.nowMs() + 60_000);
    expect(copied()).toBe(String(own));
    expect(sync.state().problem).toMatchObject({ code: 'SYNC_LOG_DIFFERS' });
    station.sqlite.close();
  });
});

describe('entries at the service that nobody sent from here', () => {
  it('are compared as soon as there are as many here, and a person is told', async () => {
    const { world, station, centre, start } = scene();
    for (let n = 0; n < 3; n += 1) station.inspect();
    const first = start();
    await world.runUntil(600_000);
    await first.end();
    centre.entries.push('{"other":1}');
    let isFirst = true;
    const { sync } = start({
      wrap: (calmly) => ({
        async exchange(request) {
          const reply = await calmly.exchange(request);
          // While the answer is on its way the log here becomes as long as the one there.
          if (request.url.endsWith('/v1/audit/entries') && isFirst) {
            isFirst = false;
            station.inspect();
          }
          return reply;
        },
      }),
    });
    await world.runUntil(world.nowMs() + 60_000);
    expect(sync.state().problem).toMatchObject({ code: 'SYNC_LOG_DIFFERS' });
    station.sqlite.close();
  });
});

describe('another service at a new address', () => {
  it('S2: is given everything, whatever the one before had', async () => {
    const { world, station, start } = scene();
    for (let n = 0; n < 5; n += 1) station.inspect();
    const first = start();
    await world.runUntil(600_000);
    await first.end();
    const centre = new ModelCentre(() => Date.UTC(2026, 10, 21) + world.nowMs());
    // Its log is as long as the other's, of which it has nothing else.
    const entries = station.sqlite.prepare('SELECT entry FROM audit_entries ORDER BY seq').pluck().all() as string[];
    centre.entries.push(...entries);
    start({ other: { url: 'https://other.example', centre } });
    await world.runUntil(world.nowMs() + 600_000);
    expect(bothSidesAgree(station, centre, new Set())).toEqual([]);
    station.sqlite.close();
  });
});
