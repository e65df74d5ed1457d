import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { roles } from '../../../core/identity/roles.ts';
import { signatureFactors, signatureMeanings } from '../../../core/identity/signature.ts';
import { temporaryFolder } from '../../testing/station-fixture.ts';
import { migrations } from './list.ts';
import { migrate } from './migrate.ts';

const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const moment = `'ada', 'Ada', '2026-11-21T08:00:00.125Z', 1, 'boot', 0`;

function openMigrated(): BetterSqlite3.Database {
  const sqlite = new BetterSqlite3(join(temporaryFolder(), 'station.db'));
  onTestFinished(() => void sqlite.close());
  expect(migrate(sqlite, migrations.slice(0, 4)).ok).toBe(true);
  sqlite.pragma('foreign_keys = OFF');
  sqlite.exec(`INSERT INTO sign_offs VALUES ('${id(1)}', '${id(9)}', 'signed', 'pass', '', 'person', ${moment}, NULL)`);
  expect(migrate(sqlite, migrations.slice(0, 5)).ok).toBe(true);
  return sqlite;
}

it('migration 5: earlier sign-offs meant reviewed, and nobody proved who signed', () => {
  const rows = openMigrated().prepare('SELECT printed_name, meaning, factor FROM sign_offs').all();
  expect(rows).toEqual([{ printed_name: null, meaning: 'reviewed', factor: 'none' }]);
});

it('knows the words of the domain and no others', () => {
  const sql = String(openMigrated().prepare(`SELECT group_concat(sql) FROM sqlite_schema`).pluck().get());
  for (const word of [...roles, ...signatureMeanings, ...signatureFactors]) expect(sql).toContain(`'${word}'`);
});

it('keeps people: a name is one person’s, and nobody is deleted', () => {
  const sqlite = openMigrated();
  const add = (n: number, key: string) =>
    sqlite.exec(`INSERT INTO users VALUES ('${id(n)}', 'x', '${key}', 'X', 'admin', 0, 0, NULL, 0, NULL, NULL,
      '2026-11-21T08:00:00.125Z', NULL, NULL, 0)`);
  add(1, 'ada');
  expect(() => add(2, 'ada')).toThrow(/UNIQUE/);
  add(3, 'lee');
  expect(() => sqlite.exec('DELETE FROM users')).toThrow(/never deleted/);
});
