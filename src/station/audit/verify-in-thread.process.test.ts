/** A log of a busy year, verified while its host has other things to do. */
import { toHex } from '@fiducial/protocol/audit';
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { modelAdded } from '../../core/audit/entries.ts';
import { ok } from '../../core/kernel/result.ts';
import { programFolders } from '../compose.ts';
import type { StationContext } from '../context.ts';
import { longestPause } from '../testing/longest-pause.ts';
import { hashOf } from '../testing/sample-inspection.ts';
import { must, openTestStation } from '../testing/station-fixture.ts';
import { appendEntry } from './append.ts';
import { logHead } from './head.ts';
import { createLogVerification } from './log-verification.ts';
import { type LogProgress, verifyStationLog } from './verify.ts';
import { verifyInThread } from './verify-in-thread.ts';

const entries = 50_000;
const { logVerifier: thread } = programFolders();

/** A station whose log has `count` entries. One transaction for speed; each entry goes the usual way. */
function stationWithLog(count: number): StationContext {
  const context = openTestStation();
  must(
    context.db.write(() => {
      for (let n = 0; n < count; n += 1)
        must(appendEntry(context, modelAdded({ name: 'm', version: String(n), sha256: hashOf(`${n}`) })));
      return ok(null);
    }),
  );
  return context;
}

describe(`a log of ${entries} entries`, () => {
  it('leaves its host free while it is verified, which the same on its own thread does not', async () => {
    const { db } = stationWithLog(entries);
    const inThread = await longestPause(() => verifyInThread({ file: db.file, thread }));
    const onOwn = await longestPause(() => verifyStationLog(db));
    const [report, same] = [must(inThread.value), must(onOwn.value)];
    expect(report).toMatchObject({ ok: true, size: entries });
    expect(report.ok && toHex(report.root)).toBe(same.ok && toHex(same.root));
    // Even where others use the cores as well: a thread that only waits for one is not held up for as long as the log is.
    expect(inThread.ms * 2).toBeLessThan(onOwn.ms);
  });
});

describe('a verification on its own thread', () => {
  it('tells how far it is, and finds what was done to the log', async () => {
    const context = stationWithLog(3000);
    const seen: LogProgress[] = [];
    const options = { file: context.db.file, thread, onProgress: (progress: LogProgress) => void seen.push(progress) };
    const report = must(await verifyInThread(options));
    expect(report.ok && toHex(report.root)).toBe(must(logHead(context.db)).root);
    expect(seen).toEqual([0, 1000, 2000].map((checked) => ({ checked, size: 3000 })));
    const sqlite = new BetterSqlite3(context.db.file);
    sqlite.exec('DROP TRIGGER audit_entries_no_delete; DELETE FROM audit_entries WHERE seq = 1500');
    sqlite.close();
    expect(must(await verifyInThread(options))).toMatchObject({ ok: false, damage: 'deleted', index: 1500 });
  });

  it('ends when it is stopped, says nothing about the log then, and can run again', async () => {
    const { db } = stationWithLog(5000);
    const verification = createLogVerification({
      file: db.file,
      thread,
      onProgress: () => void verification.stop(),
      onVerified: () => expect.fail('it was stopped'),
    });
    const [first, second] = [verification.run(), verification.run()];
    expect(await first).toMatchObject({ ok: false, error: { code: 'AUDIT_VERIFICATION_STOPPED' } });
    expect(await second).toBe(await first);
    await verification.stop();
    const quiet = { onProgress: () => undefined, onVerified: () => undefined };
    const again = createLogVerification({ file: db.file, thread, ...quiet });
    expect(must(await again.run())).toMatchObject({ ok: true, size: 5000 });
  });

  it('remembers that it found damage until a later one finds none', async () => {
    const { db } = stationWithLog(10);
    const seen: boolean[] = [];
    const verification = createLogVerification({
      file: db.file,
      thread,
      onProgress: () => undefined,
      onVerified: () => seen.push(verification.foundDamage()),
    });
    const change = (from: string, to: string) => {
      const sqlite = new BetterSqlite3(db.file);
      sqlite.exec('DROP TRIGGER IF EXISTS audit_entries_no_update');
      sqlite.prepare('UPDATE audit_entries SET entry = replace(entry, ?, ?) WHERE seq = 5').run(from, to);
      sqlite.close();
    };
    await verification.run();
    change('"m@5"', '"n@5"');
    await verification.run();
    change('"n@5"', '"m@5"');
    await verification.run();
    expect(seen).toEqual([false, true, false]);
  });

  it('says what is wrong with the file, and what is wrong with the program', async () => {
    const { db } = openTestStation();
    expect(await verifyInThread({ file: `${db.file}.none`, thread })).toMatchObject({
      ok: false,
      error: { code: 'DB_CANNOT_OPEN' },
    });
    await expect(verifyInThread({ file: db.file, thread: `${thread}.none` })).rejects.toThrow('Cannot find module');
    const stop = AbortSignal.abort();
    expect(await verifyInThread({ file: db.file, thread, stop })).toMatchObject({
      error: { code: 'AUDIT_VERIFICATION_STOPPED' },
    });
  });
});
