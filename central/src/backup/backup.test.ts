import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFolderStore } from '../adapters/folder-store.ts';
import { type Db, openDatabase } from '../database.ts';
import { type Central, newDatabase, startCentral } from '../testing/central-fixture.ts';
import { sampleResults } from '../testing/sample-results.ts';
import { makeBackup } from './make-backup.ts';
import { restoreBackup } from './restore-backup.ts';
import { leftOut, tables } from './tables.ts';

const storeKey = new TextEncoder().encode('a key for tests, of 32 bytes ...');

let central: Central;
let folder: string;
let id: string;
beforeAll(async () => {
  central = await startCentral();
  folder = await mkdtemp(join(tmpdir(), 'fiducial-backup-'));
  id = uuidv7();
  await central.as('POST', '/v1/inspections', { body: { inspection_id: id, lot: 'L "1"', part: 'P', serial: 'ü\n' } });
  await central.as('PUT', `/v1/inspections/${id}/results`, { body: sampleResults() });
  const artifact = { artifact_id: uuidv7(), content_type: 'image/png' };
  const upload = await central.as('POST', `/v1/inspections/${id}/artifacts`, { body: artifact });
  const bytes = new TextEncoder().encode('pixels');
  await fetch(upload.body.upload_url, { method: 'PUT', body: bytes, headers: upload.body.headers });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const confirmation = { artifact_id: artifact.artifact_id, sha256, size_bytes: bytes.length };
  await central.as('POST', `/v1/inspections/${id}/artifacts/confirm`, { body: confirmation });
  await central.as('PUT', '/v1/recipes/board/1', { body: { threshold: 0.5 } });
});
afterAll(async () => {
  await central.stop();
  await rm(folder, { recursive: true, force: true });
});

const ownStore = () => createFolderStore(join(central.dataDir, 'store'), storeKey);

/** The content of every table, as text, in a fixed order. */
async function contentOf(db: Db): Promise<Record<string, string>> {
  const content: Record<string, string> = {};
  for (const table of tables) {
    const { rows } = await sql<{
      line: string;
    }>`SELECT to_json(t)::text AS line FROM ${sql.table(table)} t ORDER BY 1`.execute(db);
    content[table] = rows.map(({ line }) => line).join('\n');
  }
  return content;
}

async function restoreElsewhere(): Promise<{ db: Db; storeFolder: string; end(): Promise<void> }> {
  const database = await newDatabase();
  const storeFolder = await mkdtemp(join(tmpdir(), 'fiducial-restored-'));
  const { db } = openDatabase({ url: database.url, poolSize: 2, onLost: () => undefined });
  const end = async (): Promise<void> => {
    await db.destroy();
    await database.drop();
    await rm(storeFolder, { recursive: true, force: true });
  };
  try {
    await restoreBackup(db, createFolderStore(storeFolder, storeKey), folder);
  } catch (error) {
    const untouched = await db.selectFrom('inspections').select('id').execute();
    await end();
    expect(untouched).toEqual([]);
    throw error;
  }
  return { db, storeFolder, end };
}

describe('a backup', () => {
  it('has every table of the database', async () => {
    const { rows } = await sql<{ name: string }>`SELECT table_name AS name FROM information_schema.tables
      WHERE table_schema = 'public'`.execute(central.service.db);
    expect(rows.map(({ name }) => name).sort()).toEqual([...tables, ...leftOut].sort());
  });

  it('restored elsewhere is the same to the byte, and goes on counting', async () => {
    const manifest = await makeBackup(central.service.db, ownStore(), folder);
    expect(manifest.objects).toEqual({ count: 1, bytes: 6 });
    const restored = await restoreElsewhere();
    const [before, after] = [await contentOf(central.service.db), await contentOf(restored.db)];
    // The relay marks events after the backup; all else stands still here.
    for (const table of tables) if (table !== 'events') expect(after[table], table).toBe(before[table]);
    const { object_key } = await restored.db.selectFrom('artifacts').select('object_key').executeTakeFirstOrThrow();
    expect(await readFile(join(restored.storeFolder, 'objects', object_key), 'utf8')).toBe('pixels');
    await restored.db
      .insertInto('events')
      .values({ event_id: uuidv7(), topic: 't', event_type: 'e', trace_id: null, payload: {}, delivered_at: null })
      .execute();
    await restored.end();
  });

  it('is refused by a database that has inspections', async () => {
    await makeBackup(central.service.db, ownStore(), folder);
    await expect(restoreBackup(central.service.db, ownStore(), folder)).rejects.toThrow('not empty');
  });

  it.each([
    ['a table was changed', 'defects.jsonl.gz'],
    ['an object was changed', 'objects'],
    ['it was not finished', 'manifest.json'],
  ])('is refused where %s, and nothing is restored', async (_, file) => {
    await makeBackup(central.service.db, ownStore(), folder);
    if (file === 'manifest.json') await rm(join(folder, file));
    else if (file === 'objects') {
      const { object_key } = await central.service.db
        .selectFrom('artifacts')
        .select('object_key')
        .executeTakeFirstOrThrow();
      await writeFile(join(folder, 'objects', object_key), 'pixelz');
    } else {
      const { gunzipSync, gzipSync } = await import('node:zlib');
      const text = gunzipSync(await readFile(join(folder, file))).toString();
      await writeFile(join(folder, file), gzipSync(text.replace('"open"', '"nope"')));
    }
    await expect(restoreElsewhere()).rejects.toThrow(/backup/);
    await rm(join(folder, 'objects'), { recursive: true, force: true });
  });

  it('is not made of an object that is not what the database says', async () => {
    const { object_key } = await central.service.db
      .selectFrom('artifacts')
      .select('object_key')
      .executeTakeFirstOrThrow();
    const path = join(central.dataDir, 'store', 'objects', object_key);
    await writeFile(path, 'rotten');
    await expect(makeBackup(central.service.db, ownStore(), folder)).rejects.toThrow('not what the database says');
    await writeFile(path, 'pixels');
  });
});
