import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../../testing/station-fixture.ts';
import { migrations } from './list.ts';
import { migrate } from './migrate.ts';

function databaseOfVersion(version: number): BetterSqlite3.Database {
  const sqlite = new BetterSqlite3(join(temporaryFolder(), 'station.db'));
  onTestFinished(() => void sqlite.close());
  expect(migrate(sqlite, migrations.slice(0, version)).ok).toBe(true);
  return sqlite;
}

describe('migration 7: what the centre says of people', () => {
  it('keeps who was there, whom the centre has said nothing of yet', () => {
    const sqlite = databaseOfVersion(6);
    sqlite.pragma('foreign_keys = OFF');
    const time = '2026-11-21T08:00:00.125Z';
    sqlite
      .prepare(
        `INSERT INTO users (id, name, name_key, printed_name, role, disabled, central, password_expired, created_at, audit_seq)
         VALUES (?, 'lee', 'lee', 'A. Lee', 'operator', 0, 1, 0, ?, 1)`,
      )
      .run('00000000-0000-7000-8000-000000000001', time);
    expect(migrate(sqlite, migrations.slice(0, 7)).ok).toBe(true);
    expect(sqlite.prepare('SELECT * FROM users').get()).toMatchObject({
      name: 'lee',
      central: 1,
      central_id: null,
      central_disabled: 0,
      central_password: null,
      central_badge: null,
    });
  });

  it('finds a person of the centre by an index alone', () => {
    for (const column of ['central_id', 'central_badge']) {
      const plan = databaseOfVersion(7)
        .prepare(`EXPLAIN QUERY PLAN SELECT * FROM users WHERE ${column} = ?`)
        .all('x') as {
        detail: string;
      }[];
      expect(plan.map(({ detail }) => detail)).toEqual([`SEARCH users USING INDEX users_${column} (${column}=?)`]);
    }
  });
});
