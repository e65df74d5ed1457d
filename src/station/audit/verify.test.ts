import { rootOfLeaves, toHex } from '@fiducial/protocol/audit';
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { exportCreated, modelAdded } from '../../core/audit/entries.ts';
import type { StationContext } from '../context.ts';
import { sha256 } from '../digest.ts';
import { hashOf } from '../testing/sample-inspection.ts';
import { must, openTestStation } from '../testing/station-fixture.ts';
import { recordAction } from './action.ts';
import { appendEntry } from './append.ts';
import { logHead } from './head.ts';
import { verifyStationLog } from './verify.ts';

const appendOne = (context: StationContext, n: number) =>
  appendEntry(context, modelAdded({ name: 'm', version: String(n), sha256: hashOf(`${n}`) }));

function stationWith(entries: number): StationContext {
  const context = openTestStation();
  for (let n = 0; n < entries; n += 1) {
    must(recordAction(context, modelAdded({ name: 'm', version: String(n), sha256: hashOf(`${n}`) })));
  }
  return context;
}

/** Somebody with the file and SQLite, for whom triggers are no hindrance. */
function tamper({ db }: StationContext, sql: string): void {
  const sqlite = new BetterSqlite3(db.file);
  for (const name of ['no_update', 'no_delete', 'in_order']) sqlite.exec(`DROP TRIGGER audit_entries_${name}`);
  for (const name of ['no_update', 'no_delete', 'no_replace']) sqlite.exec(`DROP TRIGGER audit_nodes_${name}`);
  sqlite.exec(sql);
  sqlite.close();
}

describe("the station's log", () => {
  it('has the root that its leaves give, at every size', () => {
    const context = openTestStation();
    const leaves: Uint8Array[] = [];
    for (let n = 0; n < 40; n += 1) {
      expect(must(logHead(context.db))).toEqual({ size: n, root: toHex(rootOfLeaves(sha256, leaves)) });
      const facts = { id: `e${n}`, format: 'coco', inspections: n, sha256: null };
      expect(must(recordAction(context, exportCreated(facts))).seq).toBe(n);
      leaves.push(context.db.scalar(`SELECT leaf_hash FROM audit_entries WHERE seq = ${n}`) as Uint8Array);
    }
    const report = must(verifyStationLog(context.db));
    expect(report.ok && toHex(report.root)).toBe(must(logHead(context.db)).root);
  });

  it('verifies when it is empty and across many pages of nodes', () => {
    expect(must(verifyStationLog(openTestStation().db))).toMatchObject({ ok: true, size: 0 });
    const context = openTestStation();
    must(
      context.db.write(() => {
        // One transaction for speed; each entry goes the usual way.
        for (let n = 0; n < 2100; n += 1) must(appendOne(context, n));
        return { ok: true, value: null };
      }),
    );
    expect(must(verifyStationLog(context.db))).toMatchObject({ ok: true, size: 2100 });
  });

  it.each([
    ["UPDATE audit_entries SET entry = replace(entry, 'model.added', 'model.adder') WHERE seq = 5", 'edited', 5],
    ["UPDATE audit_entries SET entry = entry || ' ' WHERE seq = 5", 're_encoded', 5],
    [
      "UPDATE audit_entries SET entry = CAST(substr(entry, 1, 15) || x'ff' || substr(entry, 16) AS TEXT) WHERE seq = 5",
      'edited',
      5,
    ],
    ['DELETE FROM audit_entries WHERE seq = 5', 'deleted', 5],
    ['DELETE FROM audit_entries WHERE seq = 0', 'deleted', 0],
    ['DELETE FROM audit_entries WHERE seq > 9', 'cut_tail', 10],
    ['UPDATE audit_entries SET leaf_hash = zeroblob(32) WHERE seq = 5', 'node_damaged', 5],
    ['UPDATE audit_nodes SET hash = zeroblob(32) WHERE level = 2 AND node_index = 1', 'node_damaged', 4],
    ['DELETE FROM audit_nodes WHERE level = 1 AND node_index = 3', 'node_damaged', 6],
    [
      `UPDATE audit_entries SET seq = 99 WHERE seq = 3; UPDATE audit_entries SET seq = 3 WHERE seq = 8;
       UPDATE audit_entries SET seq = 8 WHERE seq = 99`,
      'swapped',
      3,
    ],
  ])('finds: %s', (sql, damage, index) => {
    const context = stationWith(20);
    tamper(context, sql);
    expect(must(verifyStationLog(context.db))).toMatchObject({ ok: false, damage, index });
  });
});
