import { type Kysely, sql } from 'kysely';

/**
 * A station counts the documents of its boards itself, so what is found here must not take one of its numbers: two series
 * beside each other. A job's document has the moment of its job's end, since one transaction wrote both. Who sent the
 * others is not written down: those of an inspection that a station made are taken for the station's.
 */
const statements = [
  `ALTER TABLE results ADD COLUMN series text NOT NULL DEFAULT 'station' CHECK (series IN ('station', 'central'))`,
  `UPDATE results SET series = 'central' FROM inspections
    WHERE inspections.id = results.inspection_id AND inspections.created_by NOT LIKE 'device:%'`,
  `UPDATE results SET series = 'central' FROM jobs
    WHERE jobs.inspection_id = results.inspection_id AND jobs.finished_at = results.received_at
      AND jobs.state = 'succeeded'`,
  'ALTER TABLE results ALTER COLUMN series DROP DEFAULT',
  'ALTER TABLE results DROP CONSTRAINT results_pkey',
  'ALTER TABLE results ADD PRIMARY KEY (inspection_id, series, revision)',
];

export const resultSeries = {
  async up(db: Kysely<never>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
