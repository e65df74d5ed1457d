import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyStationLog } from '../../../src/station/audit/verify.ts';
import type { Database } from '../../../src/station/db/database.ts';
import { openDatabase } from '../../../src/station/db/open.ts';
import { statement } from '../../../src/station/db/statement.ts';
import { historyPage } from '../../../src/station/history/history.ts';
import { getInspection } from '../../../src/station/inspections/read.ts';
import { queueCounts } from '../../../src/station/queue/queue.ts';
import { must } from '../../../src/station/testing/station-fixture.ts';
import { filledStation } from './filled-station.ts';
import { inspectedAndCopied, toldApart } from './told-apart.ts';

const inspectedLast = 100;

let folder: string;
let db: Database;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fiducial-filled-'));
  const file = filledStation(folder, { inspections: 4000, templates: 4, inspectedLast });
  db = must(openDatabase({ file }));
}, 300_000);
afterAll(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a station filled by copying', () => {
  it('has a log and tables that its own verification accepts, and no row without what it refers to', () => {
    expect(must(verifyStationLog(db))).toMatchObject({ ok: true });
    expect(db.scalar('SELECT count(*) FROM pragma_foreign_key_check')).toBe(0);
    expect(must(db.check())).toBeUndefined();
  });

  it('counts the boards of each shelf', () => {
    const { review, done } = must(queueCounts(db));
    expect([review, done]).toEqual(
      ['review', 'done'].map((shelf) => db.scalar(`SELECT count(*) FROM inspections WHERE shelf = '${shelf}'`)),
    );
  });

  it('finds a copied board by everything it can be found by', () => {
    const copied = inspectedAndCopied(db, inspectedLast).flatMap((pair) => pair.copied);
    for (const id of copied.filter((_, n) => n % 20 === 0)) {
      const board = must(getInspection(db, id));
      if (board === null) throw new Error(`No inspection ${id}`);
      const { part, lot, serial, status, standingVerdict, signOff, defects, inference } = board;
      const filter = {
        search: lot?.toLowerCase(),
        part: part ?? '',
        lot: lot ?? '',
        serial: serial ?? '',
        status,
        verdict: status === 'completed' ? (standingVerdict ?? 'undecided') : undefined,
        shelf: signOff === null ? undefined : 'done',
        type: defects[0]?.type,
        model: inference ? `${inference.model.name}@${inference.model.version}` : undefined,
        person: signOff?.by.name,
      } as const;
      expect(must(historyPage(db, { filter, limit: 10 })).rows.map((row) => row.id)).toContain(id);
    }
  });

  it('cannot be told from one that inspected them, and a copier that forgets something can', () => {
    const pairs = inspectedAndCopied(db, inspectedLast);
    const told = () => pairs.flatMap(({ inspected, copied }) => toldApart(db, inspected, copied));
    expect(pairs.map(({ shelf }) => shelf)).toContain('done');
    expect(told()).toEqual([]);
    const copied = JSON.stringify(pairs.flatMap((pair) => pair.copied));
    const forget = "UPDATE inferences SET timings_ms = '{}' WHERE inspection_id IN (SELECT value FROM json_each(?))";
    db.run(statement(forget, [copied]));
    expect(told()).not.toEqual([]);
  });
});
