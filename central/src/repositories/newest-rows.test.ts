import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Tx } from '../database.ts';
import { type Central, startCentral } from '../testing/central-fixture.ts';
import { type ListFilter, newestRows } from './newest-rows.ts';

const rows = 20_000;
const page = 20;
const lots = Array.from({ length: 100 }, () => uuidv7());
const parts = Array.from({ length: 4 }, () => uuidv7());

let central: Central;
beforeAll(async () => {
  central = await startCentral({ env: { ROLE: 'api' } });
  const { db } = central.service;
  for (const [index, id] of parts.entries())
    await sql`INSERT INTO parts (id, part_number) VALUES (${id}, ${`P-${index}`})`.execute(db);
  for (const [index, id] of lots.entries())
    await sql`INSERT INTO lots (id, lot_number) VALUES (${id}, ${`L-${index}`})`.execute(db);
  // Part 0 never fails, station AOI-0 has nothing under way and sees part 1 only: filters that nothing fits.
  await sql`WITH made AS (INSERT INTO inspections (id, lot_id, part_id, serial, station, inspection_type, status,
      verdict, priority, metadata, draft_sha256, created_by, created_at)
    SELECT gen_random_uuid(), (${sql.val(lots)}::uuid[])[n % 100 + 1], (${sql.val(parts)}::uuid[])[part + 1], 'S-' || n,
      'AOI-' || station, 'visual', CASE WHEN n % 400 = 1 AND station <> 0 THEN 'PENDING' ELSE 'COMPLETE' END,
      CASE WHEN n % 400 = 1 AND station <> 0 THEN NULL WHEN n % 40 < 2 AND part <> 0 THEN 'FAIL' ELSE 'PASS' END,
      5, '{}', '', 'test', now() - n * interval '1 second'
    FROM (SELECT n, n % 4 AS station, CASE WHEN n % 4 = 0 THEN 1 ELSE n / 4 % 4 END AS part
      FROM generate_series(1, ${rows}::integer) AS n) AS boards
    RETURNING id, lot_id, part_id, station, status, verdict, created_at)
    INSERT INTO reports (id, inspection_id, lot_id, part_id, station, defects_detected, verdict, revision, created_at)
    SELECT 'rpt_' || id, id, lot_id, part_id, station, 0, verdict, 1, created_at FROM made
    WHERE status = 'COMPLETE'`.execute(db);
  for (const table of ['inspections', 'reports']) await sql.raw(`VACUUM ANALYZE ${table}`).execute(db);
}, 240_000);
afterAll(() => central.stop());

/** Every choice of some of the columns, each with each of its values. */
function filters(table: 'inspections' | 'reports'): readonly ListFilter[] {
  const some = <T>(...values: readonly T[]): readonly (T | undefined)[] => [undefined, ...values];
  const statuses = table === 'reports' ? some<string>() : some('PENDING', 'COMPLETE');
  return statuses.flatMap((status) =>
    some('PASS', 'FAIL').flatMap((verdict) =>
      some(lots[0], lots[7]).flatMap((lot_id) =>
        some(parts[0], parts[1]).flatMap((part_id) =>
          some('AOI-0', 'AOI-3').map((station) => ({ status, verdict, equal: { lot_id, part_id, station } })),
        ),
      ),
    ),
  );
}

interface Explained {
  readonly Plan: { readonly 'Shared Hit Blocks': number; readonly 'Shared Read Blocks': number };
}

const secondsAgo = (seconds: number): string => new Date(Date.now() - seconds * 1000).toISOString();

/** The most blocks of 8 kB that are looked at for a page, and the filter that asked for it. */
async function mostBlocks(tx: Tx, table: 'inspections' | 'reports') {
  let most = { blocks: 0, filter: {} as ListFilter };
  const halfWay = { time: secondsAgo(rows / 2), id: uuidv7() };
  const range = { from: secondsAgo(rows / 4), to: secondsAgo(rows / 8) };
  const withRange = [
    { place: null, more: {} },
    { place: halfWay, more: {} },
    // Begins before the cursor, and after it: there the page is empty.
    { place: { time: secondsAgo(rows / 6), id: uuidv7() }, more: range },
    { place: halfWay, more: range },
  ];
  for (const plain of filters(table)) {
    for (const { place, more } of withRange) {
      const filter = { ...plain, ...more };
      const { rows: plans } = await sql<{ 'QUERY PLAN': readonly Explained[] }>`
        EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${newestRows(table, filter, place, page)}`.execute(tx);
      const plan = plans[0]!['QUERY PLAN'][0]!.Plan;
      const blocks = plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
      if (blocks > most.blocks) most = { blocks, filter };
    }
  }
  return most;
}

/**
 * Twelve pairs of status and verdict, each with a page of rows, and as much again three times: where a filter leaves a
 * quarter of the rows, Postgres may read another index and pass over the rest.
 */
const fewBlocks = 4 * 12 * (page + 1);

describe('a page of a list of 20,000', () => {
  it('is read from few blocks, whatever filters meet and whether or not anything fits', async () => {
    await central.service.db.transaction().execute(async (tx) => {
      expect((await mostBlocks(tx, 'inspections')).blocks).toBeLessThan(fewBlocks);
      expect((await mostBlocks(tx, 'reports')).blocks).toBeLessThan(fewBlocks);
    });
  }, 240_000);

  it('takes many blocks where an index knows one filter only', async () => {
    const taken = await central.service.db
      .transaction()
      .execute(async (tx) => {
        for (const name of ['outcome', 'part_station', 'part'])
          await sql.raw(`DROP INDEX inspections_${name}`).execute(tx);
        await sql`DROP INDEX inspections_station`.execute(tx);
        await sql`CREATE INDEX ON inspections (station, created_at DESC, id DESC)`.execute(tx);
        throw new Undone(await mostBlocks(tx, 'inspections'));
      })
      .catch((error: unknown) => error);
    expect(taken).toBeInstanceOf(Undone);
    expect((taken as Undone).most.blocks).toBeGreaterThan(2 * fewBlocks);
  }, 240_000);
});

/** Carries what was measured out of a transaction that is rolled back. */
class Undone extends Error {
  readonly most: Awaited<ReturnType<typeof mostBlocks>>;
  constructor(most: Awaited<ReturnType<typeof mostBlocks>>) {
    super('undone');
    this.most = most;
  }
}
