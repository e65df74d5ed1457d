import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { outboxKinds, outboxLanes, outboxStates } from '../../../core/sync/outbox.ts';
import { temporaryFolder } from '../../testing/station-fixture.ts';
import { migrations } from './list.ts';
import { migrate } from './migrate.ts';

const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const hash = 'ab'.repeat(32);
const time = '2026-11-21T08:00:00.125Z';

function databaseOfVersion(version: number): BetterSqlite3.Database {
  const sqlite = new BetterSqlite3(join(temporaryFolder(), 'station.db'));
  onTestFinished(() => void sqlite.close());
  expect(migrate(sqlite, migrations.slice(0, version)).ok).toBe(true);
  return sqlite;
}

describe('migration 6: the outbox is a ledger', () => {
  it('keeps what waited, in its order, with its ids and tries; later rows come after it', () => {
    const sqlite = databaseOfVersion(5);
    const add = sqlite.prepare(
      'INSERT INTO outbox (id, kind, object_id, revision, payload_sha256, state, tries, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    );
    for (let n = 1; n <= 3; n += 1) add.run(id(n), 'inspection', id(100 + n), 1, hash, 'pending', n, time);
    expect(migrate(sqlite, migrations.slice(0, 6)).ok).toBe(true);
    sqlite
      .prepare(
        'INSERT INTO outbox (id, kind, object_id, revision, payload_sha256, created_at) VALUES (?, ?, ?, ?, ?, ?)',
      )
      .run(id(4), 'artifact', id(101), 1, hash, time);
    expect(sqlite.prepare('SELECT position, id, kind, tries, lane FROM outbox ORDER BY position').all()).toEqual([
      { position: 1, id: id(1), kind: 'inspection', tries: 1, lane: 'facts' },
      { position: 2, id: id(2), kind: 'inspection', tries: 2, lane: 'facts' },
      { position: 3, id: id(3), kind: 'inspection', tries: 3, lane: 'facts' },
      { position: 4, id: id(4), kind: 'artifact', tries: 0, lane: 'pictures' },
    ]);
  });

  it('finds what is due in a lane by an index alone', () => {
    const plan = databaseOfVersion(6)
      .prepare(
        `EXPLAIN QUERY PLAN SELECT id FROM outbox WHERE state = 'pending' AND lane = 'facts' AND position > 7 ORDER BY position`,
      )
      .all() as { detail: string }[];
    expect(plan.map(({ detail }) => detail)).toEqual([
      'SEARCH outbox USING INDEX outbox_due (state=? AND lane=? AND position>?)',
    ]);
  });

  it('checks the words of kinds, states and lanes', () => {
    const sql = String(
      databaseOfVersion(6).prepare(`SELECT sql FROM sqlite_schema WHERE name = 'outbox'`).pluck().get(),
    );
    for (const word of [...outboxKinds, ...outboxStates, ...outboxLanes]) expect(sql).toContain(`'${word}'`);
  });
});
