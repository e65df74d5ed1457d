import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { startEmbeddedPostgres } from './adapters/embedded-postgres.ts';
import { createFolderStore, type FolderStore } from './adapters/folder-store.ts';
import { createS3Store, type S3Store } from './adapters/s3-store.ts';
import type { Config, StoreConfig } from './config.ts';
import { type Db, migrate, openDatabase } from './database.ts';
import type { ObjectStore } from './ports/object-store.ts';
import { derivedKey } from './services/secrets.ts';

/** What the service and its commands work on: the database, brought up to date, and the object store. */
export interface Resources {
  readonly db: Db;
  readonly pool: pg.Pool;
  readonly store: ObjectStore;
  /** The store, where its URLs are this service's own. */
  readonly folderStore: FolderStore | null;
  readonly s3: S3Store | null;
  /** What every copy of the service shares; keys are derived from it. */
  readonly secret: string;
  close(): Promise<void>;
}

/** `command`: a short visit, that leaves a database server running where it found one. */
export async function openResources(
  config: Config,
  onLost: (error: Error) => void,
  visit: 'service' | 'command' = 'command',
): Promise<Resources> {
  await mkdir(config.dataDir, { recursive: true });
  const embedded = config.databaseUrl === null ? await startEmbeddedPostgres(config.dataDir) : null;
  const url = config.databaseUrl ?? embedded?.url ?? '';
  let isClosing = false;
  await migrate(url);
  const { db, pool } = openDatabase({
    url,
    poolSize: config.poolSize,
    onLost: (error) => {
      if (!isClosing) onLost(error);
    },
  });
  const secret = config.jwtSecret ?? (await ownSecret(config.dataDir));
  const s3 = config.store.type === 's3' ? openS3(config.store, config.partBytes) : null;
  const folderStore =
    s3 === null
      ? createFolderStore(join(config.dataDir, 'store'), derivedKey(secret, 'upload-urls'), {
          partBytes: config.partBytes,
        })
      : null;
  return {
    db,
    pool,
    store: (s3 ?? folderStore)!,
    folderStore,
    s3,
    secret,
    async close() {
      isClosing = true;
      await db.destroy();
      s3?.close();
      if (visit === 'service' || embedded?.wasRunning === false) await embedded?.stop();
    },
  };
}

function openS3(config: Extract<StoreConfig, { type: 's3' }>, partBytes: number): S3Store {
  const { accessKeyId, secretAccessKey } = config;
  const credentials = accessKeyId === null || secretAccessKey === null ? null : { accessKeyId, secretAccessKey };
  return createS3Store({ ...config, credentials, partBytes });
}

/** The demo's secret, made once. */
async function ownSecret(folder: string): Promise<string> {
  const file = join(folder, 'secret');
  if (!existsSync(file)) await writeFile(file, randomBytes(32).toString('base64url'), { mode: 0o600, flush: true });
  return (await readFile(file, 'utf8')).trim();
}
