/** Another process holds the database while this one has changes to store, and a window to keep alive. */
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ok } from '../../core/kernel/result.ts';
import { verifyStationLog } from '../audit/verify.ts';
import { recordWithRetry } from '../inspections/record-with-retry.ts';
import { setSetting } from '../settings/settings.ts';
import { holdDatabase } from '../testing/held-database.ts';
import { longestPause } from '../testing/longest-pause.ts';
import { sampleImage, sampleInspection } from '../testing/sample-inspection.ts';
import { contextOf, must, temporaryFolder } from '../testing/station-fixture.ts';
import { openDatabase } from './open.ts';

interface Told {
  readonly waiting: string[];
  through: number;
}

function openPatiently(totalMs: number) {
  const told: Told = { waiting: [], through: 0 };
  const patience = {
    totalMs,
    onWaiting: ({ code }: { readonly code: string }) => void told.waiting.push(code),
    onThrough: () => {
      told.through += 1;
    },
  };
  const db = must(openDatabase({ file: join(temporaryFolder(), 'station.db'), busyTimeoutMs: 2000, patience }));
  onTestFinished(() => db.close());
  return { context: contextOf(db), db, told };
}

describe('a database that another program holds', () => {
  it('keeps changes waiting in their order and the thread free, and all of them are stored when it is let go', async () => {
    const { context, db, told } = openPatiently(60_000);
    const other = await holdDatabase(db.file);
    const stored: string[] = [];
    const change = (value: string) =>
      db.patiently(() => {
        const done = setSetting(context, 'theme', value);
        if (done.ok) stored.push(value);
        return done;
      });
    const asked = ['dark', 'light', 'system'].map(change);
    const records = ['a', 'b'].map((name) =>
      recordWithRetry(context, sampleInspection({ image: sampleImage(name), serial: name })),
    );
    // Long enough to see it wait: as long as the same write would have kept the thread.
    const waited = await longestPause(() => new Promise((resolve) => setTimeout(resolve, 1000)));
    const blocked = await longestPause(() => setSetting(context, 'theme', 'now'));
    expect(blocked.value).toMatchObject({ ok: false, error: { code: 'DB_LOCKED' } });
    expect(waited.ms * 4).toBeLessThan(blocked.ms);
    expect(stored).toEqual([]);
    expect(told).toEqual({ waiting: ['DB_LOCKED'], through: 0 });

    await other.release();
    for (const done of await Promise.all(asked)) must(done);
    for (const done of await Promise.all(records)) must(done);
    expect(stored).toEqual(['dark', 'light', 'system']);
    expect(told.through).toBeGreaterThan(0);
    expect(db.scalar('SELECT count(*) FROM inspections')).toBe(2);
    expect(db.scalar("SELECT value FROM settings WHERE key = 'theme'")).toBe('"system"');
    expect(db.scalar('PRAGMA busy_timeout')).toBe(2000);
    expect(must(verifyStationLog(db))).toMatchObject({ ok: true });
  });

  it('is let go by a program that is killed', async () => {
    const { context, db } = openPatiently(60_000);
    const other = await holdDatabase(db.file);
    const asked = db.patiently(() => setSetting(context, 'theme', 'dark'));
    await other.kill();
    must(await asked);
  });

  it('refuses a change after its patience, keeps nothing of it, and the next one has its own', async () => {
    const { context, db, told } = openPatiently(150);
    const other = await holdDatabase(db.file);
    const refused = await db.patiently(() => setSetting(context, 'theme', 'dark'));
    expect(refused).toMatchObject({ ok: false, error: { code: 'DB_LOCKED' } });
    expect(db.scalar('SELECT count(*) FROM settings')).toBe(0);
    const next = db.patiently(() => setSetting(context, 'theme', 'light'));
    await other.release();
    must(await next);
    expect(told.waiting.length).toBeLessThanOrEqual(2);
  });

  it('is not waited for by a change that fails otherwise, or is a bug; those after it go on', async () => {
    const { db, told } = openPatiently(60_000);
    const bug = db.patiently(() => {
      throw new RangeError('a bug');
    });
    const full = db.patiently(() => ({ ok: false, error: { code: 'DB_FULL' } }) as const);
    await expect(bug).rejects.toThrow(RangeError);
    expect(await full).toMatchObject({ error: { code: 'DB_FULL' } });
    expect(await db.patiently(() => ok('done'))).toEqual(ok('done'));
    expect(told).toEqual({ waiting: [], through: 0 });
  });
});
