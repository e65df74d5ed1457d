/**
 * What the signed log meets on a bad day, one test for each: named precisely, the station goes on where it safely can,
 * and nothing is deleted. A damaged page, a lost WAL and lost keys at random places: damaged-files.long.test.ts.
 */
import { closeSync, cpSync, existsSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { makeBackup } from '../backup/make-backup.ts';
import { restoreBackup } from '../backup/restore-backup.ts';
import { openDatabase } from '../db/open.ts';
import { keyRing, openSignedStation } from '../testing/signed-station.ts';
import { must, steppingClock, temporaryFolder } from '../testing/station-fixture.ts';
import { chainState } from './chain-state.ts';
import { verifyLogAlone, verifyStationLog } from './verify.ts';

/** Somebody with the file and SQLite, or a disk that lost the end. */
function edit(file: string, ...statements: readonly string[]): void {
  const sqlite = new BetterSqlite3(file);
  const triggers = `SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'audit_%'`;
  for (const name of sqlite.prepare(triggers).pluck().all()) sqlite.exec(`DROP TRIGGER "${String(name)}"`);
  for (const statement of statements) sqlite.exec(statement);
  sqlite.close();
}

/** Of the next morning. */
const later = () => ({ ...steppingClock(Date.UTC(2026, 10, 22, 9)), bootId: 'later' });

const fileOf = (dataDir: string): string => join(dataDir, 'station.db');

describe('a log that was cut', () => {
  it('anywhere: found at its new end, told by the log itself, and gone on with', () => {
    const whole = openSignedStation();
    for (let n = 0; n < 9; n += 1) whole.act();
    must(whole.signer.checkpoint());
    const { dataDir } = whole;
    whole.copyTo(join(dataDir, 'kept.db'));
    whole.close();
    for (let end = 1; end < 10; end += 1) {
      const folder = temporaryFolder();
      cpSync(join(dataDir, 'kept.db'), fileOf(folder));
      cpSync(join(dataDir, 'keys'), join(folder, 'keys'), { recursive: true });
      edit(
        fileOf(folder),
        `DELETE FROM audit_entries WHERE seq >= ${end}`,
        `DELETE FROM audit_nodes WHERE (node_index + 1) << level > ${end}`,
        `DELETE FROM audit_checkpoints WHERE size > ${end}`,
      );
      const db = must(openDatabase({ file: fileOf(folder) }));
      expect(must(verifyStationLog(db))).toMatchObject({ ok: false, damage: 'rolled_back', index: end });
      db.close();
      const again = openSignedStation({ dataDir: folder, clock: later() });
      expect(must(chainState(again.db, again.signer))).toMatchObject({
        state: 'rolled_back',
        rollbacks: [{ lostFrom: end, lostTo: 10 }],
      });
      again.act();
      must(again.signer.checkpoint());
      // What was lost is told; what is there holds.
      expect(must(verifyStationLog(again.db))).toMatchObject({ ok: true, size: end + 2 });
      // The state that was lost is kept as evidence.
      expect(readdirSync(join(folder, 'keys')).some((name) => name.startsWith('high-water-mark.rolled-back-'))).toBe(
        true,
      );
      again.close();
    }
  });

  it('of its entries alone: the signed states that speak of more say so', () => {
    const station = openSignedStation();
    for (let n = 0; n < 9; n += 1) station.act();
    must(station.signer.checkpoint());
    edit(fileOf(station.dataDir), 'DELETE FROM audit_entries WHERE seq >= 6');
    expect(must(verifyStationLog(station.db))).toMatchObject({ ok: false, damage: 'cut_tail', index: 6 });
  });
});

describe('a damaged page', () => {
  it('of the log is named, entries are still taken, and a backup takes its place while the damaged file is kept', async () => {
    const station = openSignedStation();
    for (let n = 0; n < 400; n += 1) station.act('a.b', { type: 'test', id: `s-${n}` });
    must(station.signer.checkpoint());
    const backup = join(temporaryFolder(), 'monday.backup');
    must(await makeBackup(station.context, backup));
    const { dataDir } = station;
    station.copyTo(join(dataDir, 'folded.db'));
    const page = Number(
      station.db.scalar(
        `SELECT pageno FROM dbstat WHERE name = 'audit_entries' AND pagetype = 'leaf' ORDER BY pageno LIMIT 1 OFFSET 3`,
      ),
    );
    const pageSize = Number(station.db.scalar('PRAGMA page_size'));
    station.close();
    const file = openSync(fileOf(dataDir), 'r+');
    writeSync(file, Buffer.alloc(pageSize, 0xa5), 0, pageSize, (page - 1) * pageSize);
    closeSync(file);
    const damaged = readFileSync(fileOf(dataDir));

    const hurt = openSignedStation({ dataDir, clock: later() });
    expect(verifyStationLog(hurt.db)).toMatchObject({ ok: false, error: { code: 'DB_CORRUPT' } });
    expect(hurt.db.check()).toMatchObject({ ok: false, error: { code: 'DB_CORRUPT' } });
    hurt.act();
    hurt.close();

    const restored = must(restoreBackup(dataDir, backup, '2026-11-21T10:00:00.000Z'));
    expect(restored.size).toBe(401);
    const kept = readFileSync(restored.putAside ?? '');
    expect(kept.subarray((page - 1) * pageSize, page * pageSize)).toEqual(
      damaged.subarray((page - 1) * pageSize, page * pageSize),
    );
    const again = openSignedStation({ dataDir, clock: later() });
    expect(must(verifyStationLog(again.db))).toMatchObject({ ok: true, rollbacks: [{ seq: 401 }] });
  });
});

describe('a key that cannot be unsealed', () => {
  it('is named and left as it is; entries are taken and signed once the store opens again', () => {
    const dataDir = temporaryFolder();
    const sealed = openSignedStation({ dataDir, sealer: keyRing() });
    sealed.act();
    const [key = ''] = sealed.keys();
    const bytes = readFileSync(join(dataDir, 'keys', key));
    sealed.close();
    const stranger = openSignedStation({ dataDir, sealer: keyRing(0x33) });
    expect(stranger.signer.state()).toMatchObject({ kind: 'unsigned', problem: { code: 'KEY_NOT_UNSEALED' } });
    for (let n = 0; n < 3; n += 1) stranger.act();
    must(stranger.signer.checkpoint());
    expect(must(chainState(stranger.db, stranger.signer)).notSigned).toBeGreaterThanOrEqual(3);
    stranger.close();
    expect(readFileSync(join(dataDir, 'keys', key))).toEqual(bytes);
    const home = openSignedStation({ dataDir, sealer: keyRing() });
    expect(must(chainState(home.db, home.signer))).toMatchObject({ state: 'sealed', notSigned: 0 });
    expect(must(verifyStationLog(home.db))).toMatchObject({ ok: true });
  });
});

describe('a clock that is set ten years back', () => {
  it('and forth again: both jumps are entries, no key epoch begins or ends by it, and the log holds', () => {
    const { now, ...rest } = steppingClock(Date.UTC(2026, 10, 21, 8));
    let years = 0;
    const clock = {
      ...rest,
      bootId: 'one boot',
      now: () => new Date(Date.parse(now()) - years * 365 * 86_400_000).toISOString(),
    };
    const station = openSignedStation({ clock });
    station.act();
    years = 10;
    for (let n = 0; n < 300; n += 1) station.act();
    must(station.signer.checkpoint());
    years = 0;
    station.act();
    must(station.signer.checkpoint());
    const jumps = station.actions().filter((action) => action === 'clock.jumped');
    expect(jumps).toHaveLength(2);
    const { epochs, notSigned } = must(chainState(station.db, station.signer));
    expect({ epochs: epochs.length, notSigned }).toEqual({ epochs: 1, notSigned: 0 });
    expect(must(verifyStationLog(station.db))).toMatchObject({ ok: true, size: 305 });
  });
});

describe('a disk that is full when a checkpoint is due', () => {
  it('keeps the entry without it, or nothing at all, and signs when there is room', () => {
    const station = openSignedStation();
    const { db, signer } = station;
    const pages = () => Number(db.scalar('PRAGMA page_count'));
    let without = 0;
    let refused = 0;
    for (let n = 0; n < 120; n += 1) {
      // Signed in the transaction of the entry; pages fill up at other points each time.
      const size = Number(db.scalar('SELECT count(*) FROM audit_entries'));
      db.scalar(`PRAGMA max_page_count = ${pages()}`);
      const before = station.checkpoints().length;
      const object = { type: 'inspection', id: 'x'.repeat(1 + ((n * 37) % 300)) };
      let kept = true;
      try {
        station.act('board.signed_off', object);
      } catch (error) {
        // The fixture throws what was refused.
        expect(String(error)).toContain('DB_FULL');
        kept = false;
      }
      const signed = station.checkpoints().length > before;
      db.scalar('PRAGMA max_page_count = 1000000');
      expect(Number(db.scalar('SELECT count(*) FROM audit_entries'))).toBe(kept ? size + 1 : size);
      // No checkpoint of an entry that is not there.
      expect(kept || !signed).toBe(true);
      if (kept && !signed) without += 1;
      if (!kept) {
        refused += 1;
        // There is room again.
        station.act('board.signed_off', object);
      }
      must(signer.checkpoint());
      expect(must(chainState(db, signer)).notSigned).toBe(0);
    }
    expect(without).toBeGreaterThan(0);
    expect(refused).toBeGreaterThan(0);
    // Nobody signed a real board off: the log alone.
    expect(must(verifyLogAlone(db))).toMatchObject({ ok: true });
    expect(existsSync(join(station.dataDir, 'keys', 'high-water-mark.json'))).toBe(true);
  });
});
