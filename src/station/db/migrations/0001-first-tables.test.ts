import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  annotationKinds,
  defectOrigins,
  inspectionStatuses,
  severities,
  verdicts,
  verifications,
} from '../../../core/inspection/vocabulary.ts';
import { temporaryFolder } from '../../testing/station-fixture.ts';
import { firstTables } from './0001-first-tables.ts';
import { applicationId, migrate } from './migrate.ts';

function migrated() {
  const sqlite = new BetterSqlite3(join(temporaryFolder(), 'station.db'));
  onTestFinished(() => void sqlite.close());
  expect(migrate(sqlite, [firstTables])).toEqual({ ok: true, value: undefined });
  return sqlite;
}

const tables = (sqlite: BetterSqlite3.Database): string[] =>
  sqlite
    .prepare<[], string>(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1`)
    .pluck()
    .all();

describe('migration 1: the first tables', () => {
  it('makes every table, all of them STRICT', () => {
    const sqlite = migrated();
    expect(tables(sqlite)).toMatchInlineSnapshot(`
      [
        "annotations",
        "audit_entries",
        "audit_nodes",
        "boards",
        "defects",
        "images",
        "inferences",
        "inspection_images",
        "inspections",
        "lots",
        "outbox",
        "parts",
        "quarantine",
        "recipes",
        "reports",
        "settings",
        "verifications",
      ]
    `);
    const strict = sqlite.prepare(`SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict = 0`).pluck();
    expect(strict.all().filter((name) => !String(name).startsWith('sqlite_'))).toEqual([]);
    expect(sqlite.pragma('user_version', { simple: true })).toBe(1);
    expect(sqlite.pragma('application_id', { simple: true })).toBe(applicationId);
  });

  it.each([
    ['inspections', [...inspectionStatuses, ...verdicts]],
    ['defects', [...severities, ...defectOrigins]],
    ['verifications', verifications],
    ['annotations', annotationKinds],
    [
      'outbox',
      ['inspection', 'verification', 'annotation', 'report', 'audit_checkpoint', 'pending', 'sent', 'set_aside'],
    ],
  ])('checks the words of %s', (table, words) => {
    const sqlite = migrated();
    const sql = String(sqlite.prepare('SELECT sql FROM sqlite_schema WHERE name = ?').pluck().get(table));
    for (const word of words) expect(sql).toContain(`'${word}'`);
  });

  it('is one transaction: one that breaks leaves nothing, and the next try succeeds', () => {
    const sqlite = new BetterSqlite3(join(temporaryFolder(), 'station.db'));
    onTestFinished(() => void sqlite.close());
    const broken = { version: 1, sql: `${firstTables.sql} CREATE TABLE parts (x);` };
    expect(() => migrate(sqlite, [broken])).toThrow(/already exists/);
    expect(tables(sqlite)).toEqual([]);
    expect(sqlite.pragma('user_version', { simple: true })).toBe(0);
    expect(migrate(sqlite, [firstTables]).ok).toBe(true);
    expect(migrate(sqlite, [firstTables]).ok).toBe(true);
  });

  it('goes on from where an earlier version stopped', () => {
    const sqlite = migrated();
    const second = { version: 2, sql: 'CREATE TABLE later (id TEXT NOT NULL PRIMARY KEY) STRICT;' };
    expect(migrate(sqlite, [firstTables, second]).ok).toBe(true);
    expect(tables(sqlite)).toContain('later');
    expect(migrate(sqlite, [firstTables])).toMatchObject({ ok: false, error: { code: 'DB_NEWER' } });
  });

  it.each([
    'UPDATE audit_entries SET entry = entry',
    'DELETE FROM audit_entries',
    'INSERT OR REPLACE INTO audit_entries (seq, entry, leaf_hash) SELECT seq, entry, leaf_hash FROM audit_entries',
    'INSERT INTO audit_entries (seq, entry, leaf_hash) SELECT 7, entry, leaf_hash FROM audit_entries WHERE seq = 0',
    'UPDATE audit_nodes SET hash = hash',
    'DELETE FROM audit_nodes',
    'INSERT OR REPLACE INTO audit_nodes SELECT * FROM audit_nodes',
  ])('forbids %s', (statement) => {
    const sqlite = migrated();
    const entry = '{"object":{"id":"1","type":"t"}}';
    sqlite.prepare('INSERT INTO audit_entries (seq, entry, leaf_hash) VALUES (0, ?, zeroblob(32))').run(entry);
    sqlite.prepare('INSERT INTO audit_nodes VALUES (1, 0, zeroblob(32))').run();
    expect(() => sqlite.exec(statement)).toThrow(/AUDIT_(IMMUTABLE|ORDER)/);
  });
});
