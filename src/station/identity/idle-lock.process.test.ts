/** The station looks by itself whether anybody is still there. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openTestSession, passwords } from '../testing/staffed-station.ts';
import { must } from '../testing/station-fixture.ts';

const minute = 60_000;

// The station's own timer runs when the test says so; its clocks are the test's as well.
beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }));
afterEach(() => void vi.useRealTimers());

/** Time goes by at the bench, and the station looks every two seconds of it. */
async function pass(station: ReturnType<typeof openTestSession>, ms: number): Promise<void> {
  station.pass(ms);
  vi.advanceTimersByTime(2000);
  // What the look began is in the log.
  await station.context.db.patiently(() => ({ ok: true, value: undefined }));
}

async function bench() {
  const station = openTestSession({ idleMinutes: 10 });
  await station.setUp();
  const lee = await station.add('lee', 'operator');
  must(await station.session.signIn('lee', passwords.lee));
  must(await station.session.setPin(passwords.lee, '193751'));
  const locks = () => station.entries().filter(({ action }) => action === 'session.locked');
  return { ...station, lee, locks };
}

describe('a session that nobody touches', () => {
  it('locks by itself after its minutes: told to the window, and in the log with its cause', async () => {
    const station = await bench();
    await pass(station, 10 * minute - 1);
    expect(station.told.at(-1)?.state).toBe('signed_in');
    expect(station.locks()).toEqual([]);
    await pass(station, 1);
    expect(station.told.at(-1)).toMatchObject({ state: 'locked', person: { name: 'lee' }, may: [] });
    expect(station.locks()).toMatchObject([{ actor: { name: 'lee of bench' }, after: { cause: 'idle' } }]);
    // Once.
    await pass(station, 10 * minute);
    expect(station.locks()).toHaveLength(1);
  });

  it('stays open under hands, and where no minutes are set', async () => {
    const station = await bench();
    for (let n = 0; n < 3; n += 1) {
      await pass(station, 9 * minute);
      station.session.active();
    }
    expect(station.session.state().state).toBe('signed_in');
    const always = openTestSession({ idleMinutes: null });
    await always.setUp();
    await pass(always, 24 * 60 * minute);
    expect(always.session.state().state).toBe('signed_in');
  });

  it('counts a computer’s sleep, and a clock that is set back keeps nothing open', async () => {
    const asleep = await bench();
    asleep.clock.wallMs += 10 * minute;
    await pass(asleep, 0);
    expect(asleep.told.at(-1)?.state).toBe('locked');
    const setBack = await bench();
    setBack.clock.wallMs -= 3650 * 24 * 60 * minute;
    await pass(setBack, 10 * minute);
    expect(setBack.told.at(-1)?.state).toBe('locked');
  });

  it('opens for its person’s password or PIN, and hands over to somebody else', async () => {
    const { session, lee, ...station } = await bench();
    const away = () => pass({ session, ...station }, 10 * minute);
    await away();
    expect(must(await session.unlock(passwords.lee))).toMatchObject({ state: 'signed_in', person: { name: 'lee' } });
    await away();
    const pin = { factor: 'pin', personId: lee.id, secret: '193751' } as const;
    expect(must(await session.switchTo(pin)).person?.name).toBe('lee');
    await away();
    expect(must(await session.signIn('ada', passwords.ada)).person?.name).toBe('ada');
    expect(station.locks()).toHaveLength(3);
  });
});
