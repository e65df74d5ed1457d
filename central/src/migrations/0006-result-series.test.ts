import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { expect, it } from 'vitest';
import { openDatabase } from '../database.ts';
import { newDatabase } from '../testing/central-fixture.ts';
import { resultSeries } from './0006-result-series.ts';
import { migrations } from './list.ts';

it('tells what jobs and people of the service wrote from what stations sent', async () => {
  const database = await newDatabase();
  const { db } = openDatabase({ url: database.url, poolSize: 1, onLost: () => undefined });
  try {
    await sql.raw('DROP SCHEMA public CASCADE').execute(db);
    await sql.raw('CREATE SCHEMA public').execute(db);
    for (const [name, { up }] of Object.entries(migrations)) if (name < '0006') await up(db);
    const lot = uuidv7();
    await sql`INSERT INTO lots (id, lot_number) VALUES (${lot}, 'L')`.execute(db);
    const inspection = async (createdBy: string): Promise<string> => {
      const id = uuidv7();
      await sql`INSERT INTO inspections (id, lot_id, inspection_type, status, priority, metadata, draft_sha256, created_by)
        VALUES (${id}, ${lot}, 'visual', 'COMPLETE', 5, '{}', '', ${createdBy})`.execute(db);
      return id;
    };
    const told = (id: string, revision: number, at: string) =>
      sql`INSERT INTO results (inspection_id, revision, sha256, document, received_at)
        VALUES (${id}, ${revision}, '', '{}', ${at})`.execute(db);
    const ofStation = await inspection('device:AOI-1');
    const ofPerson = await inspection('user:demo');
    await told(ofStation, 1, '2026-11-21T10:00:00.123Z');
    await told(ofStation, 2, '2026-11-21T10:00:05.456Z');
    await sql`INSERT INTO jobs (id, inspection_id, state, priority, request, finished_at)
      VALUES (${uuidv7()}, ${ofStation}, 'succeeded', 5, '{}', '2026-11-21T10:00:05.456Z')`.execute(db);
    await told(ofPerson, 1, '2026-11-21T10:00:00.123Z');

    await resultSeries.up(db as unknown as Kysely<never>);

    const rows = await db.selectFrom('results').select(['inspection_id', 'revision', 'series']).execute();
    expect(rows).toHaveLength(3);
    expect(rows).toContainEqual({ inspection_id: ofStation, revision: 1, series: 'station' });
    expect(rows).toContainEqual({ inspection_id: ofStation, revision: 2, series: 'central' });
    expect(rows).toContainEqual({ inspection_id: ofPerson, revision: 1, series: 'central' });
  } finally {
    await db.destroy();
    await database.drop();
  }
});
