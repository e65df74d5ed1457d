import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { sql } from 'kysely';
import type { Db } from '../database.ts';
import { migrations } from '../migrations/list.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { type Manifest, manifestFile } from './manifest.ts';
import { tables } from './tables.ts';

const rowsAtOnce = 1000;

/**
 * Copies the database as it is at one moment, then every object that it speaks of, into a folder. Made into the same
 * folder again, only new objects are copied, so that it can be done every hour. Throws where an object is not what the
 * database says it is: a backup that cannot be restored must not look like one.
 */
export async function makeBackup(db: Db, store: ObjectStore, folder: string): Promise<Manifest> {
  await mkdir(folder, { recursive: true });
  // The old manifest speaks of files that are written over now.
  await rm(join(folder, manifestFile), { force: true });
  const told: Manifest['tables'] = {};
  let count = 0;
  let bytes = 0;
  const stored = await db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      for (const table of tables) told[table] = await copyTable(tx, table, folder);
      return tx
        .selectFrom('artifacts')
        .select(['object_key', 'sha256', 'size_bytes'])
        .where('state', '=', 'stored')
        .execute();
    });
  for (const { object_key, sha256, size_bytes } of stored) {
    await copyObject(store, object_key, { sha256: sha256 ?? '', bytes: size_bytes ?? 0 }, folder);
    count += 1;
    bytes += size_bytes ?? 0;
  }
  const manifest: Manifest = {
    format: 'fiducial-central-backup/1',
    made_at: new Date().toISOString(),
    schema: Object.keys(migrations).at(-1) ?? '',
    tables: told,
    objects: { count, bytes },
  };
  await writeFile(join(folder, manifestFile), `${JSON.stringify(manifest, null, 2)}\n`, { flush: true });
  return manifest;
}

/** One row a line, as JSON, compressed. The hash is over the lines. */
async function copyTable(tx: Db, table: string, folder: string): Promise<{ rows: number; sha256: string }> {
  const digest = createHash('sha256');
  let rows = 0;
  const cursor = sql.id(`backup_${table}`);
  await sql`DECLARE ${cursor} CURSOR FOR SELECT to_json(t)::text AS line FROM ${sql.table(table)} t`.execute(tx);
  async function* lines() {
    for (;;) {
      const fetched = await sql<{ line: string }>`FETCH ${sql.lit(rowsAtOnce)} FROM ${cursor}`.execute(tx);
      if (fetched.rows.length === 0) return;
      rows += fetched.rows.length;
      const text = fetched.rows.map(({ line }) => `${line}\n`).join('');
      digest.update(text);
      yield text;
    }
  }
  await pipeline(
    Readable.from(lines()),
    createGzip(),
    createWriteStream(join(folder, `${table}.jsonl.gz`), { flush: true }),
  );
  await sql`CLOSE ${cursor}`.execute(tx);
  return { rows, sha256: digest.digest('hex') };
}

async function copyObject(
  store: ObjectStore,
  key: string,
  expected: { readonly sha256: string; readonly bytes: number },
  folder: string,
): Promise<void> {
  const path = join(folder, 'objects', key);
  const known = await stat(path).catch(() => null);
  if (known?.size === expected.bytes) return;
  const read = await store.read(key);
  if (!read.ok) throw new Error(`The object ${key} cannot be read: ${read.error}`);
  await mkdir(dirname(path), { recursive: true });
  const digest = createHash('sha256');
  const hashed = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      digest.update(chunk);
      done(null, chunk);
    },
  });
  const partial = `${path}.part`;
  await pipeline(read.value, hashed, createWriteStream(partial, { flush: true }));
  if (digest.digest('hex') !== expected.sha256) {
    await rm(partial, { force: true });
    throw new Error(`The object ${key} is not what the database says it is`);
  }
  await rename(partial, path);
}
