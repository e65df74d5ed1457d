import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import packageJson from '../package.json' with { type: 'json' };
import { createCommandLineInspector } from './adapters/command-line-inspector.ts';
import { startEmbeddedPostgres } from './adapters/embedded-postgres.ts';
import { createFolderStore } from './adapters/folder-store.ts';
import { createNotifyPublisher } from './adapters/notify-publisher.ts';
import { createS3Store } from './adapters/s3-store.ts';
import { buildApp } from './app.ts';
import type { Config, StoreConfig } from './config.ts';
import { type Db, migrate, openDatabase } from './database.ts';
import type { Inspector } from './ports/inspector.ts';
import { jobChannel } from './repositories/jobs.ts';
import { createAccessTokens } from './services/access-token.ts';
import { createAuthenticate } from './services/authenticate.ts';
import { addDemoUsers } from './services/demo.ts';
import { createMeasures } from './services/measures.ts';
import { createRateLimiter } from './services/rate-limit.ts';
import { sweepKeys, sweepOld } from './services/retention.ts';
import { derivedKey } from './services/secrets.ts';
import { createSignIn } from './services/sign-in.ts';
import { openWitness } from './services/witness-key.ts';
import { startEventRelay } from './worker/event-relay.ts';
import { startJobWorker } from './worker/job-worker.ts';
import { startPeriodic } from './worker/periodic.ts';
import { listenFor } from './worker/wake.ts';

const version = packageJson.version;
const sweepEveryMs = 3_600_000;

const projectRoot = fileURLToPath(new URL('../../', import.meta.url));

/** A running service, not yet listening. */
export interface Service {
  readonly app: FastifyInstance;
  readonly db: Db;
  /** Finishes the requests in hand, gives its jobs back, and closes what it opened. */
  stop(): Promise<void>;
}

export interface Parts {
  /** Tests hand in their own. */
  readonly inspector?: Inspector;
}

/** Puts the service together: the only place that knows which implementation stands behind a port. */
export async function compose(config: Config, log: FastifyBaseLogger, parts: Parts = {}): Promise<Service> {
  await mkdir(config.dataDir, { recursive: true });
  const embedded = config.databaseUrl === null ? await startEmbeddedPostgres(config.dataDir) : null;
  const { db, pool } = openDatabase({
    url: config.databaseUrl ?? embedded!.url,
    poolSize: config.poolSize,
    onLost: (error) => log.warn({ err: error }, 'a database connection was lost'),
  });
  await migrate(db);
  if (config.demo) await addDemoUsers(db);

  const secret = config.jwtSecret ?? (await ownSecret(config.dataDir));
  const folderStore =
    config.store.type === 'folder'
      ? createFolderStore(join(config.dataDir, 'store'), derivedKey(secret, 'upload-urls'))
      : null;
  const store = config.store.type === 's3' ? openS3(config.store) : folderStore!;
  const measures = createMeasures(db);
  let stopping = false;
  const accessTokens = createAccessTokens(derivedKey(secret, 'access-tokens'));
  const app = buildApp({
    log,
    trustProxy: config.trustProxy,
    db,
    store,
    folderStore,
    accessTokens,
    imageOrigin: imageOrigin(config.store),
    measures,
    version,
    isStopping: () => stopping,
    authenticate: createAuthenticate(db, accessTokens),
    limiter: createRateLimiter(db, config.limits),
    signIn: await createSignIn(db, accessTokens),
    publicUrl: config.publicUrl,
    witness: await openWitness(db, derivedKey(secret, 'witness')),
    models: config.modelsDir ?? join(projectRoot, 'models'),
    fonts: join(projectRoot, 'resources', 'fonts'),
  });

  const inspector = parts.inspector ?? createCommandLineInspector(join(projectRoot, 'src', 'cli', 'main.ts'));
  const wake = config.role === 'api' ? null : listenFor(pool, jobChannel, log);
  const workers =
    wake === null
      ? []
      : Array.from({ length: config.workers }, () => startJobWorker({ db, store, inspector }, wake, measures, log));
  const periodic =
    config.role === 'api'
      ? []
      : [
          startEventRelay(db, createNotifyPublisher(db), measures, log),
          startPeriodic(sweepEveryMs, log, 'retention', async () => {
            await sweepKeys(db);
            const swept = await sweepOld(db, store, config.retention);
            if (swept.artifacts + swept.reports > 0) log.info(swept, 'retention ended');
          }),
        ];

  return {
    app,
    db,
    async stop() {
      stopping = true;
      await app.close();
      await Promise.all([...workers, ...periodic].map((work) => work.stop()));
      wake?.close();
      await db.destroy();
      await embedded?.stop();
    },
  };
}

function openS3(config: Extract<StoreConfig, { type: 's3' }>) {
  const { accessKeyId, secretAccessKey } = config;
  const credentials = accessKeyId === null || secretAccessKey === null ? null : { accessKeyId, secretAccessKey };
  return createS3Store({ ...config, credentials });
}

/** Where presigned URLs of the store lead. */
const imageOrigin = (store: StoreConfig): string | null => {
  if (store.type === 'folder') return null;
  return store.endpoint === null ? 'https://*.amazonaws.com' : new URL(store.endpoint).origin;
};

/** The demo's secret, made once. */
async function ownSecret(folder: string): Promise<string> {
  const file = join(folder, 'secret');
  if (!existsSync(file)) await writeFile(file, randomBytes(32).toString('base64url'), { mode: 0o600, flush: true });
  return (await readFile(file, 'utf8')).trim();
}
