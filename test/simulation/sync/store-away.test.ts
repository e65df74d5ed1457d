/** Docs/spec/sync.md, S13 and S14: the host that takes uploads is away, and the service is there. */
import { describe, expect, it } from 'vitest';
import { ledgerPage } from '../../../src/station/sync/ledger-page.ts';
import type { Transport } from '../../../src/station/sync/transport.ts';
import { must } from '../../../src/station/testing/station-fixture.ts';
import { bothSidesAgree } from './invariants.ts';
import { factsWaiting, scene } from './scene.ts';

const hour = 3_600_000;

/** A line on which uploads meet this answer, and what went out on it. */
function lineWithout(answer: () => Awaited<ReturnType<Transport['exchange']>> | null) {
  const sent = { calls: 0, uploads: 0 };
  const wrap = (calmly: Transport): Transport => ({
    exchange(request) {
      if (request.method !== 'PUT') sent.calls += 1;
      else sent.uploads += 1;
      const given = request.method === 'PUT' ? answer() : null;
      return given === null ? calmly.exchange(request) : Promise.resolve(given);
    },
  });
  return { sent, wrap };
}

const nobody = { kind: 'unreachable', why: 'ENOTFOUND' } as const;
const fault = { kind: 'reply', status: 502, body: '', retryAfter: null, date: null, etag: null } as const;
const busy = { ...fault, status: 503, retryAfter: '1800' } as const;

describe('a store that is away', () => {
  it.each([
    ['reaches nobody', nobody],
    ['fails', fault],
  ])('S13: is asked less and less where it %s, and the service with it', async (_, answer) => {
    const { world, station, start } = scene();
    for (let n = 0; n < 8; n += 1) station.inspect();
    const { sent, wrap } = lineWithout(() => answer);
    const { sync } = start({ wrap });
    await world.runUntil(hour);
    const before = { ...sent };
    await world.runUntil(2 * hour);
    // The dice always show a half: every 150 seconds one picture, with four calls for each.
    expect(sent.uploads - before.uploads).toBeLessThanOrEqual(25);
    expect(sent.calls - before.calls).toBeLessThanOrEqual(110);
    expect(sync.state()).toMatchObject({
      state: 'sending',
      problem: { code: 'SYNC_STORE_UNREACHABLE', details: { host: 'store.example' } },
    });
    const waiting = must(ledgerPage(station.db, { state: 'pending', limit: 99 })).items;
    expect(waiting).toHaveLength(8);
    expect(waiting.map(({ error }) => error?.words).join()).toContain('store.example');
    station.sqlite.close();
  });

  it('S14: holds up no decision, and pictures go when it is back', async () => {
    const { world, station, centre, start } = scene();
    for (let n = 0; n < 8; n += 1) station.inspect();
    let isThere = false;
    const { wrap } = lineWithout(() => (isThere ? null : nobody));
    const { sync } = start({ wrap });
    await world.runUntil(hour);
    while (factsWaiting(station) === 0) station.decide();
    sync.wake();
    const before = world.nowMs();
    await world.runUntil(before + hour, () => factsWaiting(station) === 0);
    expect(world.nowMs() - before).toBeLessThan(2000);
    isThere = true;
    await world.runUntil(world.nowMs() + hour);
    expect(bothSidesAgree(station, centre, new Set())).toEqual([]);
    expect(sync.state()).toMatchObject({ state: 'idle', problem: null });
    station.sqlite.close();
  });

  it('S5: waits for as long as it asks by itself, and the service is called meanwhile', async () => {
    const { world, station, start } = scene();
    for (let n = 0; n < 3; n += 1) station.inspect();
    const { sent, wrap } = lineWithout(() => busy);
    const { sync } = start({ wrap });
    await world.runUntil(hour / 3);
    expect(sent.uploads).toBeLessThanOrEqual(4);
    while (factsWaiting(station) === 0) station.decide();
    sync.wake();
    await world.runUntil(world.nowMs() + 5000);
    expect(factsWaiting(station)).toBe(0);
    expect(sent.uploads).toBeLessThanOrEqual(4);
    station.sqlite.close();
  });

  it('is tried at once when a person asks', async () => {
    const { world, station, centre, start } = scene();
    station.inspect();
    let isThere = false;
    const { wrap } = lineWithout(() => (isThere ? null : busy));
    const { sync } = start({ wrap });
    await world.runUntil(60_000);
    isThere = true;
    sync.hurry();
    await world.runUntil(world.nowMs() + 30_000);
    expect(bothSidesAgree(station, centre, new Set())).toEqual([]);
    station.sqlite.close();
  });
});
