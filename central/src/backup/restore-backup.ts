import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import { sql } from 'kysely';
import type { Db } from '../database.ts';
import { migrations } from '../migrations/list.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { type Manifest, manifestFile, manifestSchema } from './manifest.ts';
import { numbered, tables } from './tables.ts';

/** Why a backup was not restored. Nothing was changed in the database then. */
export class RestoreRefused extends Error {}

const rowsAtOnce = 500;

/**
 * Puts a backup into an empty database and its objects into the store. Objects first, each checked against its hash; then
 * all rows in one transaction: the database is restored whole or not at all.
 */
export async function restoreBackup(db: Db, store: ObjectStore, folder: string): Promise<Manifest> {
  const manifest = await readManifest(folder);
  const { rows } = await sql<{ used: boolean }>`
    SELECT EXISTS (SELECT 1 FROM inspections) OR EXISTS (SELECT 1 FROM audit_logs) AS used`.execute(db);
  if (rows[0]?.used) throw new RestoreRefused('The database is not empty');
  await restoreObjects(store, folder);
  await db.transaction().execute(async (tx) => {
    // What a start of the service puts there by itself.
    for (const table of ['refresh_tokens', 'users', 'witness_keys', 'activity_log'] as const)
      await tx.deleteFrom(table).execute();
    for (const table of tables) await restoreTable(tx, table, manifest, folder);
    for (const table of numbered)
      await sql`SELECT setval(pg_get_serial_sequence(${table}, 'id'), coalesce(max(id), 0) + 1, false)
        FROM ${sql.table(table)}`.execute(tx);
  });
  return manifest;
}

async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, manifestFile), 'utf8').catch(() => {
    throw new RestoreRefused(`There is no complete backup in ${folder}`);
  });
  const manifest = manifestSchema.safeParse(JSON.parse(text));
  if (!manifest.success) throw new RestoreRefused('The manifest of the backup cannot be read');
  if (manifest.data.schema !== Object.keys(migrations).at(-1))
    throw new RestoreRefused(`The backup is of another version of the service (${manifest.data.schema})`);
  return manifest.data;
}

async function restoreTable(tx: Db, table: string, manifest: Manifest, folder: string): Promise<void> {
  const digest = createHash('sha256');
  let rows = 0;
  for await (const lines of batchesOf(join(folder, `${table}.jsonl.gz`))) {
    for (const line of lines) digest.update(`${line}\n`);
    rows += lines.length;
    await sql`INSERT INTO ${sql.table(table)} OVERRIDING SYSTEM VALUE
      SELECT * FROM json_populate_recordset(NULL::${sql.table(table)}, ${`[${lines.join(',')}]`}::json)`.execute(tx);
  }
  const expected = manifest.tables[table];
  if (expected === undefined || expected.rows !== rows || expected.sha256 !== digest.digest('hex'))
    throw new RestoreRefused(`The table ${table} in the backup is damaged`);
}

async function* batchesOf(file: string): AsyncGenerator<readonly string[]> {
  const lines = createInterface({
    input: createReadStream(file).pipe(createGunzip()),
    crlfDelay: Number.POSITIVE_INFINITY,
  });
  let batch: string[] = [];
  for await (const line of lines) {
    batch.push(line);
    if (batch.length < rowsAtOnce) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

interface StoredArtifact {
  readonly object_key: string;
  readonly sha256: string;
  readonly state: string;
  readonly content_type: string;
}

async function restoreObjects(store: ObjectStore, folder: string): Promise<void> {
  for await (const lines of batchesOf(join(folder, 'artifacts.jsonl.gz'))) {
    for (const line of lines) {
      const { object_key, sha256, state, content_type } = JSON.parse(line) as StoredArtifact;
      if (state !== 'stored') continue;
      const bytes = await readFile(join(folder, 'objects', object_key)).catch(() => {
        throw new RestoreRefused(`The object ${object_key} is missing from the backup`);
      });
      if (createHash('sha256').update(bytes).digest('hex') !== sha256)
        throw new RestoreRefused(`The object ${object_key} in the backup is damaged`);
      const written = await store.write(object_key, bytes, content_type);
      if (!written.ok) throw new RestoreRefused(`The object ${object_key} could not be written: ${written.error}`);
    }
  }
}
