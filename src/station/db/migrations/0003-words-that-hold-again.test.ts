import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../../testing/station-fixture.ts';
import { firstTables } from './0001-first-tables.ts';
import { review } from './0002-review.ts';
import { wordsThatHoldAgain } from './0003-words-that-hold-again.ts';
import { migrate } from './migrate.ts';

const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const moment = `'lee', 'Lee', '2026-11-21T08:00:00.125Z', 1, 'boot', 0`;

it('migration 3: earlier words speak for themselves, and only an undo makes others hold again', () => {
  const sqlite = new BetterSqlite3(join(temporaryFolder(), 'station.db'));
  onTestFinished(() => void sqlite.close());
  expect(migrate(sqlite, [firstTables, review]).ok).toBe(true);
  sqlite.pragma('foreign_keys = OFF');
  const signed = (n: number, cause: string) =>
    `INSERT INTO sign_offs VALUES ('${id(n)}', '${id(9)}', 'signed', 'pass', '', '${cause}', ${moment}`;
  sqlite.exec(`${signed(1, 'person')})`);
  expect(migrate(sqlite, [firstTables, review, wordsThatHoldAgain]).ok).toBe(true);
  expect(sqlite.prepare('SELECT restores FROM sign_offs').pluck().all()).toEqual([null]);
  sqlite.exec(`${signed(2, 'undo')}, '${id(1)}')`);
  expect(() => sqlite.exec(`${signed(3, 'person')}, '${id(1)}')`)).toThrow(/CHECK/);
  const tables = sqlite.prepare(`SELECT name FROM sqlite_schema WHERE sql LIKE '%restores TEXT REFERENCES%'`).pluck();
  expect(tables.all()).toEqual(['verifications', 'sign_offs', 'annotation_revisions']);
});
