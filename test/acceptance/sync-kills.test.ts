/**
 * Docs/spec/sync.md, S1, S2, S4, S16: a station that inspected offline sends to a real service while both processes are
 * killed at random, and people go on deciding. `FIDUCIAL_KILLS=1000` for more, `FIDUCIAL_SEED` for other moments;
 * `npm run sync-agreement` does the same with 5,000 boards.
 */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ledgerCounts } from '../../src/station/sync/ledger-counts.ts';
import { must } from '../../src/station/testing/station-fixture.ts';
import { dice } from '../simulation/sync/world.ts';
import { compareSides } from './sync-rig/differences.ts';
import { killBothSides } from './sync-rig/kill-campaign.ts';
import { openRig, partBytes, type SyncRig } from './sync-rig/rig.ts';

const kills = Number(process.env.FIDUCIAL_KILLS ?? 8);
const seed = Number(process.env.FIDUCIAL_SEED ?? 1);
const boards = Math.max(60, 5 * kills);

let rig: SyncRig;

beforeAll(async () => {
  rig = await openRig();
  for (let n = 0; n < boards; n += 1) await rig.inspect(n % 10 === 9 ? 2.5 * partBytes : 20_000);
});
afterAll(() => rig?.close());

it('both sides have the same, each thing once and to the byte, after kills of both', {
  timeout: 300_000 + kills * 10_000,
}, async () => {
  await killBothSides(rig, { kills, rolled: dice(seed) });
  expect(must(ledgerCounts(rig.station.context.db))).toEqual({ pending: 0, pictures: 0, setAside: 0 });
  expect(await compareSides(rig)).toMatchObject({ found: [], inspections: boards, pictures: boards });
});

it('negative control: one byte, picture, receipt, revision or log entry that is not there is noticed', async () => {
  const { db, inspections, folder } = rig;
  const [first, second, third, fourth] = inspections;
  const { object_key } = await db
    .selectFrom('artifacts')
    .select('object_key')
    .where('inspection_id', '=', fourth!)
    .executeTakeFirstOrThrow();
  appendFileSync(join(folder, 'central', 'store', 'objects', object_key), 'x');
  await db.updateTable('artifacts').set({ state: 'waiting' }).where('inspection_id', '=', first!).execute();
  await db.updateTable('results').set({ sha256: '0' }).where('inspection_id', '=', second!).execute();
  await db.updateTable('inspections').set({ revision: 0 }).where('id', '=', third!).execute();
  await sql`ALTER TABLE audit_entries DISABLE TRIGGER USER`.execute(db);
  await db.updateTable('audit_entries').set({ entry: '{}' }).where('seq', '=', 3).execute();
  const { found } = await compareSides(rig);
  expect(found).toContain(`picture of ${first}`);
  expect(found).toContain(`receipt of ${second}`);
  expect(found).toContain(`results of ${second}`);
  expect(found).toContain(`revision of ${third}`);
  expect(found).toContain(`picture of ${fourth}`);
  expect(found).toContainEqual(expect.stringMatching(/^log: .* other from 3$/));
});
