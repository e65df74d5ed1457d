import { sql } from 'kysely';
import type { Db } from '../src/database.ts';

const rows = 1_000_000;
const step = 100_000;

/** Of the boards that `fillMillion` makes; `n` counts them from the newest. */
const shape = {
  stations: 24,
  parts: 40,
  /** Boards of a lot, which one station inspects one after another. */
  lotSize: 500,
} as const;

/**
 * A million inspections as a plant's stations leave them: 24 stations work through lots of 500 boards of 40 parts, one
 * board every 12 seconds and station. 2 % fail, 1 % wait for a person, 1 in 1,000 could not be inspected, the newest 200
 * are still under way. What is rare together is what an index can be bad at: part P-7 and station AOI-7 never fail a
 * board, AOI-1's boards are never under way, and what could not be inspected is older than half of
 * the list. Filled once: a folder that was kept is taken as it is.
 */
export async function fillMillion(all: Db): Promise<void> {
  const { rows: made } = await sql`SELECT 1 FROM parts WHERE part_number = 'P-7'`.execute(all);
  if (made.length > 0) return;
  await all.connection().execute(async (db) => {
    // The service's own pool ends statements that take over 30 s.
    await sql`SET statement_timeout = 0`.execute(db);
    await fill(db);
    await sql`RESET ALL`.execute(db);
  });
}

async function fill(db: Db): Promise<void> {
  await sql`INSERT INTO parts (id, part_number) SELECT gen_random_uuid(), 'P-' || n
    FROM generate_series(0, ${shape.parts - 1}::integer) AS n`.execute(db);
  const lots = Math.ceil(rows / shape.lotSize);
  await sql`INSERT INTO lots (id, lot_number, part_id, created_at)
    SELECT gen_random_uuid(), 'LOT-' || n, parts.id, now() - n * interval '4 minutes'
    FROM generate_series(0, ${lots - 1}::integer) AS n JOIN parts ON part_number = 'P-' || n % ${shape.parts}::integer
    `.execute(db);
  await sql`INSERT INTO stations (name) SELECT 'AOI-' || n FROM generate_series(0, ${shape.stations - 1}::integer) AS n
    ON CONFLICT DO NOTHING`.execute(db);
  for (let from = 1; from <= rows; from += step) {
    await sql`WITH made AS (INSERT INTO inspections (id, lot_id, part_id, serial, station, inspection_type, status,
        verdict, priority, metadata, draft_sha256, created_by, created_at)
      SELECT uuidv7(n * interval '-0.5 seconds'), lots.id, lots.part_id, 'S-' || n % 990000, 'AOI-' || station, 'visual',
        boards.status,
        CASE WHEN boards.status <> 'COMPLETE' OR n % 100 = 1 THEN NULL
          WHEN n / ${shape.stations}::integer % 50 = 0 AND station <> 7 AND part_number <> 'P-7' THEN 'FAIL' ELSE 'PASS' END,
        5, '{}', '', 'bench', now() - n * interval '0.5 seconds'
      FROM (
        SELECT n, n % ${shape.stations}::integer AS station,
          n / (${shape.stations}::integer * ${shape.lotSize}::integer) * ${shape.stations}::integer
            + n % ${shape.stations}::integer AS lot,
          CASE WHEN n <= 200 AND n % ${shape.stations}::integer <> 1 THEN 'PROCESSING'
            WHEN n > 500000 AND n % 500 = 3 THEN 'FAILED' ELSE 'COMPLETE' END AS status
        FROM generate_series(${from}::integer, ${from + step - 1}::integer) AS n) AS boards
      JOIN lots ON lot_number = 'LOT-' || least(lot, ${lots - 1}::integer)
      JOIN parts ON parts.id = lots.part_id
      RETURNING id, lot_id, part_id, station, status, verdict, created_at)
    INSERT INTO reports (id, inspection_id, lot_id, part_id, station, defects_detected, verdict, revision, created_at)
      SELECT 'rpt_' || replace(id::text, '-', ''), id, lot_id, part_id, station, 0, verdict, 1, created_at FROM made
      WHERE status = 'COMPLETE'`.execute(db);
  }
  // What Postgres has to do after so many new rows is not what is measured.
  for (const table of ['inspections', 'reports', 'lots', 'parts']) await sql.raw(`VACUUM ANALYZE ${table}`).execute(db);
  await sql`CHECKPOINT`.execute(db);
}
