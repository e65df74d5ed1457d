import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fail, ok } from '../../core/kernel/result.ts';
import { verifyStationLog } from '../audit/verify.ts';
import { getInspection } from '../inspections/read.ts';
import { recordInspection } from '../inspections/record.ts';
import { sampleImage, sampleInspection } from '../testing/sample-inspection.ts';
import { contextOf, must, openTestStation, temporaryFolder } from '../testing/station-fixture.ts';
import { wrapDatabase } from './database.ts';
import { openDatabase } from './open.ts';

const sqliteError = (code: string) => Object.assign(new Error('made by the test'), { code });
const rows = (db: { scalar(sql: string): unknown }) =>
  ['inspections', 'audit_entries', 'outbox', 'images', 'defects', 'parts'].map((table) =>
    Number(db.scalar(`SELECT count(*) FROM ${table}`)),
  );

describe('a write', () => {
  it('keeps nothing of a failed one', () => {
    const { db } = openTestStation();
    const part = { id: '0'.repeat(36), number: 'P', created_at: '2026-11-21T08:00:00.000Z' };
    const insert = () => db.run(db.query.insertInto('parts').values(part));
    const asValue = db.write(() => {
      insert();
      return fail({ code: 'NO', message: 'changed my mind' });
    });
    expect(asValue).toMatchObject({ ok: false, error: { code: 'NO' } });
    const asThrow = () =>
      db.write(() => {
        insert();
        throw new RangeError('a bug');
      });
    expect(asThrow).toThrow(RangeError);
    expect(db.scalar('SELECT count(*) FROM parts')).toBe(0);
    must(db.write(() => ok(insert())));
  });

  it('does not nest', () => {
    const { db } = openTestStation();
    expect(() => db.write(() => db.write(() => ok(null)))).toThrow(/write inside a write/);
  });
});

describe('a full disk', () => {
  it('at any point of a recording: DB_FULL, nothing half, and the same call succeeds when there is room', () => {
    const file = join(temporaryFolder(), 'station.db');
    const context = contextOf(must(openDatabase({ file })));
    onTestFinished(() => context.db.close());
    // Pages fill up at other points of the recording each time; the limit bites wherever the next page is needed.
    let refused = 0;
    for (let n = 0; n < 60; n += 1) {
      const image = { ...sampleImage(`board-${n}`), sourcePath: 'x'.repeat((n * 577) % 3000) };
      const input = sampleInspection({ image, serial: `SN-${n}`, part: `PN-${n}` });
      const before = rows(context.db);
      context.db.scalar(`PRAGMA max_page_count = ${Number(context.db.scalar('PRAGMA page_count'))}`);
      const outcome = recordInspection(context, input);
      context.db.scalar('PRAGMA max_page_count = 1000000');
      if (outcome.ok) continue;
      refused += 1;
      expect(outcome).toMatchObject({ ok: false, error: { code: 'DB_FULL' } });
      expect(rows(context.db)).toEqual(before);
      expect(must(recordInspection(context, input)).created).toBe(true);
    }
    expect(refused).toBeGreaterThan(20);
    expect(must(verifyStationLog(context.db))).toMatchObject({ ok: true, size: 61 });
    expect(context.db.check().ok).toBe(true);
  });
});

describe('a commit that reports an error', () => {
  /** A station whose commits report `code`, after (`stored`) or instead of committing, until `heal`. */
  function brokenStation(code: string, stored: boolean) {
    const file = join(temporaryFolder(), 'station.db');
    must(openDatabase({ file })).close();
    const sqlite = new BetterSqlite3(file);
    onTestFinished(() => void sqlite.close());
    sqlite.pragma('synchronous = FULL');
    let broken = true;
    const exec = sqlite.exec.bind(sqlite);
    sqlite.exec = (sql: string) => {
      if (broken && sql === 'COMMIT') {
        if (stored) exec(sql);
        throw sqliteError(code);
      }
      return exec(sql);
    };
    const heal = () => {
      broken = false;
    };
    return { context: contextOf(wrapDatabase(sqlite)), heal };
  }

  it('but stored: reading again finds it', () => {
    const { context } = brokenStation('SQLITE_IOERR_FSYNC', true);
    const input = sampleInspection();
    expect(must(recordInspection(context, input))).toMatchObject({ created: true, inspectionId: input.id });
    expect(rows(context.db)).toEqual([1, 2, 1, 2, 2, 1]);
  });

  it.each([
    ['SQLITE_IOERR_FSYNC', 'DB_COMMIT_UNKNOWN'],
    ['SQLITE_FULL', 'DB_FULL'],
  ])('%s, and is not to be found: %s; the same call later stores it once', (system, code) => {
    const { context, heal } = brokenStation(system, false);
    const input = sampleInspection();
    expect(recordInspection(context, input)).toMatchObject({ ok: false, error: { code } });
    expect(rows(context.db)).toEqual([0, 0, 0, 0, 0, 0]);
    heal();
    expect(must(recordInspection(context, input)).created).toBe(true);
    expect(must(getInspection(context.db, input.id))?.id).toBe(input.id);
    expect(rows(context.db)).toEqual([1, 2, 1, 2, 2, 1]);
  });
});
