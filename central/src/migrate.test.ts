import { type Kysely, sql } from 'kysely';
import { expect, it } from 'vitest';
import { migrate, openDatabase } from './database.ts';
import { migrations } from './migrations/list.ts';
import { newDatabase } from './testing/central-fixture.ts';

// biome-ignore lint/suspicious/noExplicitAny: a migration knows no tables.
async function statementTimeout(db: Kysely<any>): Promise<string | undefined> {
  const { rows } = await sql<{ readonly statement_timeout: string }>`SHOW statement_timeout`.execute(db);
  return rows[0]?.statement_timeout;
}

it('an upgrade may take longer than any statement of a request', async () => {
  const database = await newDatabase();
  let ofUpgrade: string | undefined;
  const largeTable = {
    up: async (db: Kysely<unknown>) => {
      ofUpgrade = await statementTimeout(db);
    },
  };
  await migrate(database.url, { ...migrations, '9999-large-table': largeTable });
  const { db } = openDatabase({ url: database.url, poolSize: 1, onLost: () => undefined });
  const ofRequest = await statementTimeout(db);
  await db.destroy();
  await database.drop();
  expect({ ofUpgrade, ofRequest }).toEqual({ ofUpgrade: '0', ofRequest: '30s' });
});
