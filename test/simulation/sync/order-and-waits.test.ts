/** Docs/spec/sync.md, S5 and S14: what goes before what, and what is waited for, in virtual time on a calm network. */
import { describe, expect, it } from 'vitest';
import { ledgerCounts } from '../../../src/station/sync/ledger-counts.ts';
import type { Transport } from '../../../src/station/sync/transport.ts';
import { must } from '../../../src/station/testing/station-fixture.ts';
import type { Watch } from './network.ts';
import { factsWaiting, nobody, type Scene, scene } from './scene.ts';

/** Facts and pictures in the order in which their requests began. */
type Begun = 'facts' | 'picture' | 'part';

const beginnings = (into: Begun[]): Watch => ({
  ...nobody,
  began({ method, url }) {
    if (url.endsWith('/v1/sync/batch')) into.push('facts');
    else if (method === 'POST' && url.endsWith('/artifacts')) into.push('picture');
    else if (method === 'POST' && url.endsWith('/parts')) into.push('part');
  },
});

/** What began before the facts that were due: none may. */
const tooEarly = (begun: readonly Begun[]): readonly Begun[] => begun.slice(0, begun.lastIndexOf('facts'));

describe('decisions go before pixels', () => {
  it('S14: no picture begins while facts are due, after a week offline', async () => {
    const { world, station, start } = scene();
    for (let n = 0; n < 60; n += 1) station.inspect();
    const begun: Begun[] = [];
    start({ watch: beginnings(begun) });
    await world.runUntil(600_000);
    expect(begun.filter((it) => it === 'facts')).toHaveLength(3);
    expect(begun).toContain('picture');
    expect(tooEarly(begun)).toEqual(['facts', 'facts']);
    station.sqlite.close();
  });

  it('S14: no picture, and no further part of one, begins before a decision that is made meanwhile', async () => {
    const { world, station, start } = scene();
    for (let n = 0; n < 30; n += 1) station.inspect();
    const begun: Begun[] = [];
    const { sync } = start({ watch: beginnings(begun) });
    await world.runUntil(120_000, () => begun.filter((it) => it !== 'facts').length === 12);
    for (let decision = 0; decision < 5; decision += 1) {
      begun.length = 0;
      // Some boards have nothing to be decided.
      while (factsWaiting(station) === 0) station.decide();
      sync.wake();
      await world.runUntil(world.nowMs() + 60_000, () => begun.length > 6);
      expect(begun[0]).toBe('facts');
      expect(begun).toContain('part');
    }
    station.sqlite.close();
  });

  it('negative control: a picture before the last facts is seen', () => {
    expect(tooEarly(['facts', 'picture', 'facts', 'picture'])).toContain('picture');
  });
});

/** How many inspections were in each call that the service failed over. */
const failures = (into: number[]): Watch => ({
  ...nobody,
  replied({ body }, reply) {
    if (reply.kind !== 'reply' || reply.status !== 500) return;
    const { items }: { readonly items: readonly { readonly type: string }[] } = JSON.parse(String(body));
    into.push(items.filter(({ type }) => type === 'results').length);
  },
});

describe('a board that the service fails over', () => {
  it('S6: goes by itself with what is decided later, too', async () => {
    const { world, station, centre, start } = scene();
    for (let n = 0; n < 3; n += 1) station.inspect();
    const poison = station.inspections[1]!;
    centre.poison.set(poison, 'crashes');
    const failed: number[] = [];
    const { sync } = start({ watch: failures(failed) });
    const isSetAside = () => must(ledgerCounts(station.db)).setAside === 1;
    await world.runUntil(24 * 3_600_000, () => {
      // What else is taken shows that the service itself is well.
      if (factsWaiting(station) === 1) station.inspect();
      return isSetAside();
    });
    expect(failed[0]).toBe(3);
    expect(failed.slice(1).every((inspections) => inspections === 1)).toBe(true);

    failed.length = 0;
    const isDecided = station.sqlite.prepare(`SELECT count(*) FROM outbox WHERE object_id = ? AND state = 'pending'`);
    while (isDecided.pluck().get(poison) === 0 || factsWaiting(station) < 3) station.decide();
    sync.wake();
    await world.runUntil(world.nowMs() + 600_000, () => failed.length > 1);
    expect(failed.length).toBeGreaterThan(1);
    expect(failed.every((inspections) => inspections === 1)).toBe(true);
    station.sqlite.close();
  });
});

describe('after a call that reached nobody', () => {
  it('S13: the next one comes when the jitter says, from the first on (campaign, seed 3489)', async () => {
    const { world, station, start } = scene();
    const calls: number[] = [];
    let isThere = true;
    start({
      wrap: (calmly) => ({
        exchange(request) {
          if (isThere) return calmly.exchange(request);
          calls.push(world.nowMs());
          return Promise.resolve({ kind: 'unreachable', why: 'ECONNREFUSED' });
        },
      }),
    });
    await world.runUntil(60_000);
    station.inspect();
    isThere = false;
    await world.runUntil(world.nowMs() + 60_000, () => calls.length > 3);
    // Half of 1, 2 and 4 seconds: the dice always show a half.
    expect(calls.slice(1, 4).map((at, before) => at - calls[before]!)).toEqual([500, 1000, 2000]);
    station.sqlite.close();
  });
});

describe('Retry-After over a restart', () => {
  /** Answers that the service gives instead, one after another, to the requests that come first. */
  const busyFor = (...seconds: readonly number[]) => {
    const left = [...seconds];
    return (calmly: Transport): Transport => ({
      async exchange(request) {
        const retryAfter = left.shift();
        if (retryAfter === undefined) return calmly.exchange(request);
        return { kind: 'reply', status: 503, body: '', retryAfter: String(retryAfter), date: null, etag: null };
      },
    });
  };

  async function firstCallAfterRestart(seconds: readonly number[], between: (scene: Scene) => void = () => undefined) {
    const it = scene();
    it.station.inspect();
    const first = it.start({ wrap: busyFor(...seconds) });
    await it.world.runUntil(1000);
    await first.sync.close();
    between(it);
    it.station.inspect();
    const restartedAt = it.world.nowMs();
    let calledAt = Number.POSITIVE_INFINITY;
    const watch = { ...nobody, began: () => (calledAt = Math.min(calledAt, it.world.nowMs())) };
    const second = it.start({ watch: watch as Watch });
    const problem = second.sync.state().problem?.code;
    await it.world.runUntil(restartedAt + 7_200_000, () => calledAt < Number.POSITIVE_INFINITY);
    it.station.sqlite.close();
    return { calledAt, waitedMs: calledAt - restartedAt, problem };
  }

  it('S5: a new process calls when the wait has passed, and says why it does not sooner', async () => {
    const { calledAt, problem } = await firstCallAfterRestart([600]);
    expect(problem).toBe('SYNC_BUSY');
    expect(calledAt).toBeGreaterThanOrEqual(600_000);
    expect(calledAt).toBeLessThan(660_000);
  });

  it('S5: an answer that asks for less does not shorten it (campaign of 10,000 seeds, seeds 428 and 5400)', async () => {
    // Facts and the log are asked at once; the second answer comes after the first.
    const { calledAt } = await firstCallAfterRestart([600, 3]);
    expect(calledAt).toBeGreaterThanOrEqual(600_000);
  });

  it('S5: after a restart of the computer the whole of it is waited for again', async () => {
    const { waitedMs } = await firstCallAfterRestart([600], ({ reboot }) => reboot());
    expect(waitedMs).toBeGreaterThanOrEqual(600_000);
  });

  it('negative control: without a wait the new process calls at once', async () => {
    expect((await firstCallAfterRestart([])).waitedMs).toBeLessThan(20_000);
  });

  it('is over when a person wants it tried now', async () => {
    const it = scene();
    it.station.inspect();
    const first = it.start({ wrap: busyFor(600) });
    await it.world.runUntil(1000);
    first.sync.hurry();
    await it.world.runUntil(30_000);
    expect(must(ledgerCounts(it.station.db)).pending).toBe(0);
    await first.end();
    it.station.sqlite.close();
  });
});
