import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWithinGrace } from './central-sign-in.ts';
import { isIdle } from './idle.ts';
import { elapsedMs, lockedForMs, lockMs, type Moment, triesBeforeLock } from './lockout.ts';

const start = Date.UTC(2026, 10, 21, 8);
const at = (wallMs: number, monoMs: number, bootId = 'boot'): Moment => ({
  time: new Date(start + wallMs).toISOString(),
  monoMs,
  bootId,
});
const anyMs = fc.integer({ min: -400 * 86_400_000, max: 400 * 86_400_000 });
const positiveMs = fc.integer({ min: 0, max: 10 * 86_400_000 });

describe('a name that was tried too often', () => {
  it('is locked from the fifth wrong try on, for a quarter of an hour after the last', () => {
    expect(lockedForMs(triesBeforeLock - 1, 0)).toBe(0);
    expect(lockedForMs(triesBeforeLock, 0)).toBe(15 * 60_000);
    expect(lockedForMs(triesBeforeLock + 3, lockMs - 1)).toBe(1);
    expect(lockedForMs(triesBeforeLock, lockMs)).toBe(0);
  });

  it('waits exactly as long whatever the clock is set to', () => {
    fc.assert(
      fc.property(anyMs, positiveMs, positiveMs, (set, failedAt, passed) => {
        expect(elapsedMs(at(0, failedAt), at(set, failedAt + passed), 0)).toBe(passed);
      }),
    );
  });

  it('after a restart with the clock set back waits until the program has seen the time pass, and no longer', () => {
    const failed = at(0, 5000);
    const tenYearsBack = (monoMs: number) => at(-3650 * 86_400_000, monoMs, 'next boot');
    expect(elapsedMs(failed, tenYearsBack(100), 0)).toBe(0);
    expect(elapsedMs(failed, tenYearsBack(100 + lockMs), lockMs)).toBe(lockMs);
    expect(elapsedMs(failed, at(lockMs, 100, 'next boot'), 0)).toBe(lockMs);
  });
});

describe('an idle session', () => {
  it('locks when either clock says that the minutes are over, and never where no time is set', () => {
    expect(isIdle(at(0, 0), at(599_999, 599_999), 10)).toBe(false);
    expect(isIdle(at(0, 0), at(600_000, 600_000), 10)).toBe(true);
    // Asleep: the counter stood still.
    expect(isIdle(at(0, 0), at(3_600_000, 5), 10)).toBe(true);
    // Set back: the wall clock says it was never used.
    expect(isIdle(at(0, 0), at(-86_400_000, 600_000), 10)).toBe(true);
    expect(isIdle(at(0, 0), at(86_400_000_000, 86_400_000_000), null)).toBe(false);
  });
});

describe('signing in without the centre', () => {
  const said = new Date(start).toISOString();
  it.each([
    [0, true],
    [7 * 86_400_000, true],
    [7 * 86_400_000 + 1, false],
    [-1, false],
  ])('%i ms after its last answer, with seven days of grace: %s', (passed, allowed) => {
    expect(isWithinGrace(said, new Date(start + passed).toISOString(), 7)).toBe(allowed);
  });
  it('is refused to who was never accepted', () => expect(isWithinGrace(null, said, 7)).toBe(false));
});
