/** What a disk, a copy gone wrong or a hand can leave behind: named with a code each, and nothing is thrown or made worse. */
import { closeSync, cpSync, openSync, readFileSync, rmSync, statSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Result } from '../../core/kernel/result.ts';
import { openToAll } from '../context.ts';
import { openDatabase } from '../db/open.ts';
import { noSealer } from '../keys/sealer.ts';
import { openSignedStation } from '../testing/signed-station.ts';
import { must, steppingClock, temporaryFolder } from '../testing/station-fixture.ts';
import { recordAction } from './action.ts';
import { chainState, logSummary } from './chain-state.ts';
import { openLogSigner } from './open-log-signer.ts';
import { auditPage } from './page.ts';
import { proveEntry } from './prove-entry.ts';
import { verifyStationLog } from './verify.ts';

const runs = Number(process.env.FIDUCIAL_DAMAGE_RUNS ?? 60);

/** A station's files after some work, with what is still in the WAL where `inWal`. */
function worked(inWal = false): string {
  const { act, signer, context, dataDir, db, close } = openSignedStation();
  for (let n = 0; n < 300; n += 1) act();
  must(signer.rotate(context, false));
  db.scalar('PRAGMA wal_checkpoint(TRUNCATE)');
  for (let n = 0; n < 40; n += 1) act();
  must(signer.checkpoint());
  if (!inWal) close();
  return dataDir;
}

/** Opens the station as it is and uses everything that an auditor does. Gives the codes of what fails. */
function codesOf(dataDir: string): readonly string[] {
  const opened = openDatabase({ file: join(dataDir, 'station.db') });
  if (!opened.ok) return [opened.error.code];
  const db = opened.value;
  let close = (): void => undefined;
  try {
    const actor = { id: 'lee', name: 'Lee', role: 'admin' };
    const clock = { ...steppingClock(Date.UTC(2026, 10, 21, 9)), bootId: 'later' };
    const given = { db, clock, station: 'Line 1', actor, ...openToAll };
    const signer = openLogSigner({ context: given, dataDir, sealer: noSealer });
    close = () => signer.close();
    const context = { ...given, signer };
    const code = (result: Result<unknown, { readonly code: string }>) => (result.ok ? [] : [result.error.code]);
    const draft = { action: 'a.b', object: { type: 't', id: '1' }, reason: '', before: {}, after: {}, refs: {} };
    const used = [
      logSummary(db, signer),
      chainState(db, signer),
      auditPage(db, { limit: 500 }),
      auditPage(db, { limit: 500, text: 'signed' }),
      proveEntry(context, 7),
      recordAction(context, draft),
      signer.checkpoint(),
      db.check(),
    ];
    const report = verifyStationLog(db);
    return [...used.flatMap(code), ...code(report), ...(report.ok && !report.value.ok ? [report.value.damage] : [])];
  } finally {
    close();
    db.close();
  }
}

const known = /^(DB|AUDIT|KEY)_[A-Z_]+$|^[a-z_]+$/;

describe('a station whose files were damaged', () => {
  it(`names ${runs} kinds of damage to its database by a code, and throws nothing`, () => {
    const whole = readFileSync(join(worked(), 'station.db'));
    const damage = fc.record({
      at: fc.nat({ max: whole.length - 1 }),
      length: fc.constantFrom(1, 16, 512, 4096),
      byte: fc.constantFrom(0x00, 0x41, 0xff),
    });
    let seen = 0;
    fc.assert(
      fc.property(damage, ({ at, length, byte }) => {
        const dataDir = worked();
        const file = openSync(join(dataDir, 'station.db'), 'r+');
        writeSync(file, Buffer.alloc(Math.min(length, whole.length - at), byte), 0, undefined, at);
        closeSync(file);
        const codes = codesOf(dataDir);
        for (const code of codes) expect(code).toMatch(known);
        if (codes.length > 0) seen += 1;
      }),
      { numRuns: runs, seed: 4711 },
    );
    // Pages that nothing is in do no harm; most do.
    expect(seen).toBeGreaterThan(runs / 3);
  }, 600_000);

  it.each([0.02, 0.3, 0.6, 0.95])('names a database cut at %d of its length', (share) => {
    const dataDir = worked();
    const file = join(dataDir, 'station.db');
    truncateSync(file, Math.trunc(statSync(file).size * share));
    const codes = codesOf(dataDir);
    expect(codes.some((code) => ['DB_CORRUPT', 'DB_NOT_A_DATABASE', 'DB_IO'].includes(code))).toBe(true);
  });

  it('names a log whose WAL was lost, and goes on in a way that says so', () => {
    const from = worked(true);
    const dataDir = temporaryFolder();
    // As another computer would find it: the one file that somebody copied, and the keys.
    for (const name of ['station.db', 'keys']) cpSync(join(from, name), join(dataDir, name), { recursive: true });
    expect(codesOf(dataDir)).toEqual([]);
    const { signer, db, actions } = openSignedStation({ dataDir });
    expect(actions()).toContain('log.rolled_back');
    expect(must(chainState(db, signer))).toMatchObject({ state: 'rolled_back', rollbacks: [{ lostTo: 342 }] });
    expect(must(verifyStationLog(db))).toMatchObject({ ok: true, rollbacks: [{ lostTo: 342 }] });
  });

  it('goes on without its keys folder, and says that it cannot sign', () => {
    const dataDir = worked();
    rmSync(join(dataDir, 'keys'), { recursive: true });
    const { signer, act } = openSignedStation({ dataDir });
    act();
    expect(signer.state()).toMatchObject({ kind: 'unsigned', problem: { code: 'KEY_MISSING' } });
  });
});
