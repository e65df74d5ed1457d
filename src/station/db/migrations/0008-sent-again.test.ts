import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../../testing/station-fixture.ts';
import { migrations } from './list.ts';
import { migrate } from './migrate.ts';

it('migration 8: of what was acknowledged before nobody knows how long the log was', () => {
  const sqlite = new BetterSqlite3(join(temporaryFolder(), 'station.db'));
  onTestFinished(() => void sqlite.close());
  expect(migrate(sqlite, migrations.slice(0, 7)).ok).toBe(true);
  const id = '00000000-0000-7000-8000-000000000001';
  sqlite
    .prepare(
      `INSERT INTO outbox (id, kind, object_id, revision, payload_sha256, state, created_at)
       VALUES (?, 'inspection', ?, 1, ?, 'sent', '2026-11-21T08:00:00.125Z')`,
    )
    .run(id, id, 'ab'.repeat(32));
  expect(migrate(sqlite, migrations.slice(0, 8)).ok).toBe(true);
  expect(sqlite.prepare('SELECT id, state, log_size FROM outbox').all()).toEqual([
    { id, state: 'sent', log_size: null },
  ]);
});
