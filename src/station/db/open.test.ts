import {
  chmodSync,
  closeSync,
  copyFileSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { recordInspection } from '../inspections/record.ts';
import { sampleImage, sampleInspection } from '../testing/sample-inspection.ts';
import { asOrdinaryUser, contextOf, must, openTestStation, temporaryFolder } from '../testing/station-fixture.ts';
import { dbErrorCodes } from './errors.ts';
import { migrations } from './migrations/list.ts';
import { applicationId } from './migrations/migrate.ts';
import { checkPromises, openDatabase } from './open.ts';

const codeOf = (file: string, options = {}): string => {
  const opened = openDatabase({ file, busyTimeoutMs: 10, ...options });
  if (!opened.ok) return opened.error.code;
  opened.value.close();
  return 'opened';
};

describe('opening the database', () => {
  it('promises durability, still after a write and after opening it again', () => {
    const file = join(temporaryFolder(), 'new', 'station.db');
    for (let time = 0; time < 2; time += 1) {
      const db = must(openDatabase({ file }));
      must(recordInspection(contextOf(db), sampleInspection()));
      expect(db.scalar('PRAGMA journal_mode')).toBe('wal');
      expect(db.scalar('PRAGMA synchronous')).toBe(2);
      expect(db.scalar('PRAGMA foreign_keys')).toBe(1);
      expect(db.scalar('PRAGMA application_id')).toBe(applicationId);
      expect(db.scalar('PRAGMA user_version')).toBe(migrations.length);
      db.close();
    }
  });

  it('is not believed to keep a power loss out where a setting for it did not hold', () => {
    // In memory there is nothing to be kept: SQLite refuses the journal.
    expect(codeOf(':memory:')).toBe('DB_NOT_DURABLE');
    const file = join(temporaryFolder(), 'station.db');
    must(openDatabase({ file })).close();
    const sqlite = new BetterSqlite3(file);
    const held = { journal_mode: 'WAL', synchronous: 'FULL', foreign_keys: 'ON' };
    const promisesWith = (settings: Partial<typeof held>) => {
      for (const [name, value] of Object.entries({ ...held, ...settings })) sqlite.pragma(`${name} = ${value}`);
      return checkPromises(sqlite);
    };
    expect(promisesWith({}).ok).toBe(true);
    for (const undone of [{ synchronous: 'NORMAL' }, { foreign_keys: 'OFF' }, { journal_mode: 'DELETE' }])
      expect(promisesWith(undone), JSON.stringify(undone)).toMatchObject({ error: { code: 'DB_NOT_DURABLE' } });
    sqlite.close();
  });

  it('control: the bundled SQLite by itself opens a WAL database with less', () => {
    const file = join(temporaryFolder(), 'plain.db');
    const first = new BetterSqlite3(file);
    first.pragma('journal_mode = WAL');
    first.close();
    const again = new BetterSqlite3(file);
    expect(again.pragma('synchronous', { simple: true })).toBe(1);
    again.close();
  });

  it('refuses a database of a newer version and leaves it as it was', () => {
    const file = join(temporaryFolder(), 'station.db');
    must(openDatabase({ file })).close();
    const newer = new BetterSqlite3(file);
    newer.pragma(`user_version = ${migrations.length + 1}`);
    newer.close();
    const before = readFileSync(file);
    expect(codeOf(file)).toBe('DB_NEWER');
    expect(readFileSync(file)).toEqual(before);
  });

  it("refuses another program's database and leaves its journal mode alone", () => {
    const file = join(temporaryFolder(), 'station.db');
    const foreign = new BetterSqlite3(file);
    foreign.exec('CREATE TABLE t (x)');
    foreign.close();
    const before = readFileSync(file);
    expect(codeOf(file)).toBe('DB_FOREIGN');
    expect(readFileSync(file)).toEqual(before);
  });

  it('refuses a file that is no database', () => {
    const file = join(temporaryFolder(), 'station.db');
    writeFileSync(file, 'Dear diary, today I was mistaken for a database. '.repeat(50));
    expect(codeOf(file)).toBe('DB_NOT_A_DATABASE');
  });

  it('refuses a folder, a missing file to look at, and a path below a file', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'station.db'));
    expect(codeOf(join(folder, 'station.db'))).toBe('DB_CANNOT_OPEN');
    expect(codeOf(join(folder, 'missing.db'), { readOnly: true })).toBe('DB_CANNOT_OPEN');
    writeFileSync(join(folder, 'file'), '');
    expect(codeOf(join(folder, 'file', 'below', 'station.db'))).toBe('DB_CANNOT_OPEN');
  });

  it('says that a read-only file cannot be written', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'station.db');
    must(openDatabase({ file })).close();
    chmodSync(folder, 0o777);
    chmodSync(file, 0o444);
    expect(await asOrdinaryUser(() => codeOf(file))).toBe('DB_READ_ONLY');
  });

  it('gives up on a locked database after the wait', () => {
    const { db } = openTestStation();
    must(
      db.write(() => {
        expect(codeOf(db.file)).toBe('DB_LOCKED');
        return { ok: true, value: null };
      }),
    );
    expect(codeOf(db.file)).toBe('opened');
  });

  it('opens for looking without writing a byte, and then refuses changes', () => {
    const file = join(temporaryFolder(), 'station.db');
    must(openDatabase({ file })).close();
    const before = readFileSync(file);
    const db = must(openDatabase({ file, readOnly: true }));
    const refused = recordInspection(contextOf(db), sampleInspection());
    expect(refused).toMatchObject({ ok: false, error: { code: 'DB_READ_ONLY' } });
    db.close();
    expect(readFileSync(file)).toEqual(before);
  });

  it('finds a damaged page when asked to look', () => {
    const context = openTestStation();
    for (let n = 0; n < 50; n += 1) {
      must(recordInspection(context, sampleInspection({ image: sampleImage(`board-${n}`), serial: `SN-${n}` })));
    }
    expect(context.db.check()).toEqual({ ok: true, value: undefined });
    context.db.scalar('PRAGMA wal_checkpoint(TRUNCATE)');
    const damaged = join(temporaryFolder(), 'station.db');
    copyFileSync(context.db.file, damaged);
    const handle = openSync(damaged, 'r+');
    const pages = Number(context.db.scalar('PRAGMA page_count'));
    for (let page = 30; page < pages; page += 3) writeSync(handle, Buffer.alloc(512, 0xff), 0, 512, page * 4096);
    closeSync(handle);
    const opened = openDatabase({ file: damaged });
    const found = opened.ok ? opened.value.check() : opened;
    expect(found).toMatchObject({ ok: false, error: { code: 'DB_CORRUPT' } });
    if (opened.ok) opened.value.close();
  });

  it('has these error codes', () => {
    expect(dbErrorCodes).toMatchInlineSnapshot(`
      [
        "DB_FULL",
        "DB_LOCKED",
        "DB_WAITING",
        "DB_CORRUPT",
        "DB_NOT_A_DATABASE",
        "DB_FOREIGN",
        "DB_NEWER",
        "DB_READ_ONLY",
        "DB_CANNOT_OPEN",
        "DB_IO",
        "DB_NOT_DURABLE",
        "DB_COMMIT_UNKNOWN",
      ]
    `);
  });
});
