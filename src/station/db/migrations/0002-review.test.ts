import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { changeCauses } from '../../../core/audit/entries.ts';
import { annotationKinds, severities, verdicts, verifications } from '../../../core/inspection/vocabulary.ts';
import { temporaryFolder } from '../../testing/station-fixture.ts';
import { firstTables } from './0001-first-tables.ts';
import { review } from './0002-review.ts';
import { migrate } from './migrate.ts';

const hash = 'ab'.repeat(32);
const time = '2026-11-21T08:00:00.125Z';
const moment = `'person', 'Ada', '${time}', 1, 'boot', 0`;
const id = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;

/** A database as the version before left it: a failed run, the completed one after it, and what Ada said about that. */
function databaseOfVersion1(): BetterSqlite3.Database {
  const sqlite = new BetterSqlite3(join(temporaryFolder(), 'station.db'));
  onTestFinished(() => void sqlite.close());
  expect(migrate(sqlite, [firstTables]).ok).toBe(true);
  sqlite.pragma('foreign_keys = ON');
  const run = (n: number, status: string, verdict: string, error: string, started: string) => `
    INSERT INTO inspections VALUES ('${id(n)}', 'bench', '${id(1)}', '${id(2)}', '${id(3)}', '${hash}', ${n - 9}, '${id(4)}',
      '${status}', ${verdict}, NULL, NULL, NULL, NULL, NULL, 0, ${error}, ${error}, '${hash}', 1, 'cli', 'line',
      '${started}', '${time}', 1, 'boot', 0);`;
  const defect = (n: number, type: string, severity: string) =>
    `INSERT INTO defects VALUES ('${id(n)}', '${id(11)}', ${n}, '${type}', 1, 2, 3, 4, 0.5, '${severity}', 'model');`;
  sqlite.exec(`
    INSERT INTO audit_entries (seq, entry, leaf_hash)
      VALUES (0, '{"action":"a.b","object":{"id":"1","type":"t"}}', zeroblob(32));
    INSERT INTO parts VALUES ('${id(1)}', 'PCB-É', '${time}');
    INSERT INTO lots VALUES ('${id(2)}', '${id(1)}', 'LOT-1', '${time}');
    INSERT INTO boards VALUES ('${id(3)}', '${id(1)}', 'SN-1', '${time}');
    INSERT INTO recipes VALUES ('${id(4)}', 'r', 1, '{}', '${hash}', '${time}', 0);
    INSERT INTO images VALUES ('${hash}', 1, 'png', 'images/x.png', '${time}');
    ${run(10, 'failed', 'NULL', "'ENGINE_CRASHED'", time)}
    ${run(11, 'completed', "'fail'", 'NULL', time)}
    INSERT INTO inferences VALUES ('${id(20)}', '${id(11)}', 'm', '1.0', '${hash}', 'cpu', 1, '{}');
    ${defect(30, 'open', 'critical')} ${defect(31, 'spur', 'low')}
    INSERT INTO verifications VALUES ('${id(40)}', '${id(11)}', '${id(30)}', 'confirmed', '', ${moment});
    INSERT INTO verifications VALUES ('${id(41)}', '${id(11)}', '${id(30)}', 'rejected', 'dust', ${moment});
    INSERT INTO annotations VALUES ('${id(50)}', '${id(11)}', NULL, 'missed_detection', 1, 2, 3, 4, 'open', '', ${moment});
  `);
  sqlite.exec(`UPDATE verifications SET audit_seq = 0`);
  return sqlite;
}

function migrated(): BetterSqlite3.Database {
  const sqlite = databaseOfVersion1();
  expect(migrate(sqlite, [firstTables, review])).toEqual({ ok: true, value: undefined });
  return sqlite;
}

const found = (sqlite: BetterSqlite3.Database, match: string): unknown[] =>
  sqlite
    .prepare(
      'SELECT i.id FROM inspection_words w JOIN inspections i ON i.place = w.rowid WHERE inspection_words MATCH ?',
    )
    .pluck()
    .all(match);
const word = (kind: string, text: string) => kind + Buffer.from(text).toString('hex');

describe('migration 2: review', () => {
  it('gives old inspections the standing that they would have had', () => {
    const sqlite = migrated();
    const rows = sqlite
      .prepare(
        'SELECT shelf, standing_verdict, defect_count, undecided_count, worst_severity, model FROM inspections ORDER BY run',
      )
      .all();
    expect(rows).toEqual([
      { shelf: null, standing_verdict: null, defect_count: 0, undecided_count: 0, worst_severity: null, model: null },
      {
        shelf: 'review',
        standing_verdict: 'fail',
        defect_count: 2,
        undecided_count: 1,
        worst_severity: 'low',
        model: 'm@1.0',
      },
    ]);
    expect(sqlite.prepare('SELECT * FROM shelf_counts ORDER BY shelf').all()).toEqual([
      { shelf: 'done', boards: 0 },
      { shelf: 'review', boards: 1 },
    ]);
  });

  it('finds old inspections by their words, in places of their own', () => {
    const sqlite = migrated();
    expect(found(sqlite, `vfail ${word('t', 'spur')} ${word('m', 'm@1.0')}`)).toEqual([id(11)]);
    expect(found(sqlite, `${word('q', 'pcb-É')}*`)).toHaveLength(2);
    expect(found(sqlite, `sfailed ${word('n', 'SN-1')}`)).toEqual([id(10)]);
    expect(found(sqlite, word('p', 'Ada'))).toEqual([id(11)]);
    const places = sqlite.prepare('SELECT place FROM inspections ORDER BY run').pluck().all();
    expect(places).toEqual([0, 1].map((n) => Date.parse(time) * 2048 + n));
  });

  it('keeps old decisions and annotations', () => {
    const sqlite = migrated();
    expect(sqlite.prepare('SELECT note, cause FROM verifications').all()).toEqual(
      Array(2).fill({ note: '', cause: 'person' }),
    );
    expect(sqlite.prepare('SELECT annotation_id, revision, removed, kind FROM annotation_revisions').all()).toEqual([
      { annotation_id: id(50), revision: 1, removed: 0, kind: 'missed_detection' },
    ]);
    expect(sqlite.pragma('foreign_key_check')).toEqual([]);
    expect(sqlite.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(sqlite.prepare('SELECT action FROM audit_entries').pluck().all()).toEqual(['a.b']);
  });

  it('makes STRICT tables', () => {
    const sqlite = migrated();
    const loose = sqlite
      .prepare(`SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict = 0 AND type = 'table'`)
      .pluck()
      .all();
    expect(loose.filter((name) => !String(name).startsWith('sqlite_'))).toEqual([]);
  });

  it.each([
    ['sign_offs', [...verdicts, ...changeCauses, 'signed', 'reopened']],
    ['annotation_revisions', [...annotationKinds, ...changeCauses]],
    ['defects', verifications],
    ['inspections', [...severities, 'review', 'done']],
  ])('checks the words of %s', (table, words) => {
    const sql = String(migrated().prepare('SELECT sql FROM sqlite_schema WHERE name = ?').pluck().get(table));
    for (const each of words) expect(sql).toContain(`'${each}'`);
  });
});
