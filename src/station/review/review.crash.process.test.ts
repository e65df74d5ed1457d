import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verifyStationLog } from '../audit/verify.ts';
import type { Database } from '../db/database.ts';
import { openDatabase } from '../db/open.ts';
import { type Moment, runAndKill } from '../testing/kill-runs.ts';
import { wrongStandings } from '../testing/standing-check.ts';
import { must, temporaryFolder } from '../testing/station-fixture.ts';

const child = fileURLToPath(new URL('../testing/deciding-child.ts', import.meta.url));
const kills = Number(process.env.FIDUCIAL_KILLS ?? 4);
const killsForABug = 40;
const seed = Number(process.env.FIDUCIAL_SEED ?? 20_261_121);
const moments = (count: number): Moment[] => {
  const moment = fc.record({ lines: fc.integer({ min: 1, max: 6 }), thenMs: fc.integer({ min: 0, max: 8 }) });
  return fc.sample(moment, { numRuns: count, seed });
};

/** What is wrong after a kill, in words. `acknowledged`: the revision of each board that was said to be stored. */
function whatIsWrong(db: Database, acknowledged: ReadonlyMap<string, number>): readonly string[] {
  const revisionOf = (id: string) =>
    db.get(db.query.selectFrom('inspections').select('revision').where('id', '=', id))?.revision ?? 0;
  const rows = db.all(db.query.selectFrom('inspections').select(['id', 'revision']));
  return [
    ...[...acknowledged].flatMap(([id, revision]) => (revisionOf(id) < revision ? [`a step on ${id} is lost`] : [])),
    ...rows.flatMap(({ id, revision }) => (stepsOf(db, id) + 1 === revision ? [] : [`half a step on ${id}`])),
    ...wrongStandings(db),
    ...(must(verifyStationLog(db)).ok ? [] : ['the log']),
  ];
}

/** Whole steps of a board: its three decisions at once, each sign-off, each of them with its outbox row. */
function stepsOf(db: Database, id: string): number {
  const count = (sql: string) => Number(db.scalar(sql));
  const decisions = count(`SELECT count(*) FROM verifications WHERE inspection_id = '${id}'`);
  const signOffs = count(`SELECT count(*) FROM sign_offs WHERE inspection_id = '${id}'`);
  const queued = count(`SELECT count(*) FROM outbox WHERE object_id = '${id}' AND revision > 1`);
  const entries = count(`SELECT count(*) FROM audit_entries WHERE action IN ('board.signed_off', 'board.reopened')
    AND object_id = '${id}'`);
  return decisions % 3 === 0 && entries === signOffs && queued === decisions / 3 + signOffs ? queued : Number.NaN;
}

async function firstWrong(flaw: string, count: number) {
  const dataDir = temporaryFolder();
  const acknowledged = new Map<string, number>();
  for (const moment of moments(count)) {
    const said = await runAndKill([child, dataDir, flaw], moment);
    for (const [, id, revision] of said.matchAll(/^ACK (\S+) (\d+)\n/gm))
      acknowledged.set(String(id), Number(revision));
    const db = must(openDatabase({ file: join(dataDir, 'station.db') }));
    const wrong = whatIsWrong(db, acknowledged);
    db.close();
    if (wrong.length > 0) return { wrong, boards: acknowledged.size };
  }
  return { wrong: [], boards: acknowledged.size };
}

describe('a station killed while a person decides', { timeout: 300_000 + kills * 10_000 }, () => {
  it(`keeps every decision that was acknowledged and none by half, killed ${kills} times`, async () => {
    const { wrong, boards } = await firstWrong('none', kills);
    expect(wrong).toEqual([]);
    expect(boards).toBeGreaterThan(0);
  });

  it.each(['acknowledged before the commit', 'every statement commits by itself'])(
    'control: the harness notices when %s',
    async (flaw) => {
      expect((await firstWrong(flaw, killsForABug)).wrong).not.toEqual([]);
    },
  );
});
