import { type Kysely, sql } from 'kysely';

/**
 * A page of a list is read from one index whatever filters meet, also where nothing fits all of them: status and verdict
 * have few values, so every index that can be filtered by them has both before the order, and a page is merged from the
 * newest rows of each pair that the filter leaves (`repositories/newest-rows.ts`). Serial numbers are few boards each.
 * Reports get their station, which devices see theirs by.
 */
const order = 'created_at DESC, id DESC';
const outcome = "status, (coalesce(verdict, ''))";
const verdict = "(coalesce(verdict, ''))";
const statements = [
  `CREATE INDEX inspections_outcome ON inspections (${outcome}, ${order})`,
  `CREATE INDEX inspections_lot ON inspections (lot_id, ${outcome}, ${order})`,
  `CREATE INDEX inspections_part ON inspections (part_id, ${outcome}, ${order})`,
  `CREATE INDEX inspections_station ON inspections (station, ${outcome}, ${order})`,
  `CREATE INDEX inspections_part_station ON inspections (part_id, station, ${outcome}, ${order})`,
  // Some parts are made on some lines only: taken for independent, part and station would seem to leave a handful.
  'CREATE STATISTICS inspections_part_and_station ON part_id, station FROM inspections',
  ...['lot', 'part', 'station', 'status', 'verdict'].map((name) => `DROP INDEX inspections_by_${name}`),
  'ALTER TABLE reports ADD COLUMN station text',
  'UPDATE reports SET station = inspections.station FROM inspections WHERE inspections.id = reports.inspection_id',
  `CREATE INDEX reports_outcome ON reports (${verdict}, ${order})`,
  `CREATE INDEX reports_lot ON reports (lot_id, ${verdict}, ${order})`,
  `CREATE INDEX reports_part ON reports (part_id, ${verdict}, ${order})`,
  `CREATE INDEX reports_station ON reports (station, ${verdict}, ${order})`,
  `CREATE INDEX reports_part_station ON reports (part_id, station, ${verdict}, ${order})`,
  'CREATE STATISTICS reports_part_and_station ON part_id, station FROM reports',
  ...['lot', 'part', 'verdict'].map((name) => `DROP INDEX reports_by_${name}`),
];

export const listIndexes = {
  async up(db: Kysely<never>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
