import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../../testing/station-fixture.ts';
import { firstTables } from './0001-first-tables.ts';
import { review } from './0002-review.ts';
import { wordsThatHoldAgain } from './0003-words-that-hold-again.ts';
import { signedLog } from './0004-signed-log.ts';
import { migrate } from './migrate.ts';

const entry = (seq: number) =>
  JSON.stringify({
    seq,
    time: `2026-11-21T08:00:0${seq}.000Z`,
    actor: { id: 'lee', name: 'Lee' },
    action: 'report.created',
    object: { type: 'report', id: 'r' },
    after: seq === 1 ? { inspection: 'i1' } : {},
  });

/** A log of the version before, with two entries, brought up to date. */
function upgraded() {
  const sqlite = new BetterSqlite3(join(temporaryFolder(), 'station.db'));
  onTestFinished(() => void sqlite.close());
  const before = [firstTables, review, wordsThatHoldAgain];
  expect(migrate(sqlite, before).ok).toBe(true);
  const insert = sqlite.prepare('INSERT INTO audit_entries (seq, entry, leaf_hash) VALUES (?, ?, zeroblob(32))');
  for (const seq of [0, 1]) insert.run(seq, entry(seq));
  expect(migrate(sqlite, [...before, signedLog]).ok).toBe(true);
  return sqlite;
}

describe('migration 4: the signed log', () => {
  it('makes earlier entries searchable by time, person and inspection, and leaves their bytes alone', () => {
    const sqlite = upgraded();
    const columns = sqlite
      .prepare('SELECT entry, time, actor_name, inspection_id FROM audit_entries ORDER BY seq')
      .all();
    expect(columns).toEqual([
      { entry: entry(0), time: '2026-11-21T08:00:00.000Z', actor_name: 'Lee', inspection_id: null },
      { entry: entry(1), time: '2026-11-21T08:00:01.000Z', actor_name: 'Lee', inspection_id: 'i1' },
    ]);
  });

  it('starts without keys and checkpoints, whose rows are written once', () => {
    const sqlite = upgraded();
    expect(sqlite.prepare('SELECT count(*) FROM audit_epochs').pluck().get()).toBe(0);
    sqlite.exec(`INSERT INTO audit_epochs VALUES (1, 'key', 1);
      INSERT INTO audit_checkpoints VALUES (2, 1, zeroblob(32), 'note', '2026-11-21T08:00:02.000Z');
      INSERT INTO audit_cosignatures VALUES (2, 'witness', 'line')`);
    for (const change of [
      `UPDATE audit_epochs SET vkey = 'other'`,
      'DELETE FROM audit_epochs',
      `INSERT OR REPLACE INTO audit_epochs VALUES (1, 'other', 0)`,
      `UPDATE audit_checkpoints SET note = 'other'`,
      'DELETE FROM audit_checkpoints',
      `INSERT OR REPLACE INTO audit_checkpoints VALUES (2, 1, zeroblob(32), 'other', '2026-11-21T08:00:02.000Z')`,
      `UPDATE audit_cosignatures SET line = 'other'`,
      'DELETE FROM audit_cosignatures',
    ]) {
      expect(() => sqlite.exec(change)).toThrow(/AUDIT_(IMMUTABLE|ORDER)/);
    }
  });
});
