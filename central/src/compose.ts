import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { createCommandLineInspector } from './adapters/command-line-inspector.ts';
import { startEmbeddedPostgres } from './adapters/embedded-postgres.ts';
import { createFolderStore } from './adapters/folder-store.ts';
import { buildApp } from './app.ts';
import type { Config } from './config.ts';
import { type Db, migrate, openDatabase } from './database.ts';
import type { Inspector } from './ports/inspector.ts';
import { jobChannel } from './repositories/jobs.ts';
import { createAccessTokens } from './services/access-token.ts';
import { createAuthenticate } from './services/authenticate.ts';
import { addDemoUsers } from './services/demo.ts';
import { createRateLimiter } from './services/rate-limit.ts';
import { derivedKey } from './services/secrets.ts';
import { createSignIn } from './services/sign-in.ts';
import { openWitness } from './services/witness-key.ts';
import { startJobWorker } from './worker/job-worker.ts';
import { listenFor } from './worker/wake.ts';

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
  const store = createFolderStore(join(config.dataDir, 'store'), derivedKey(secret, 'upload-urls'));
  const accessTokens = createAccessTokens(derivedKey(secret, 'access-tokens'));
  const app = buildApp({
    log,
    trustProxy: config.trustProxy,
    db,
    store,
    folderStore: store,
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
      : Array.from({ length: config.workers }, () => startJobWorker({ db, store, inspector }, wake, log));

  return {
    app,
    db,
    async stop() {
      await app.close();
      await Promise.all(workers.map((worker) => worker.stop()));
      wake?.close();
      await db.destroy();
      await embedded?.stop();
    },
  };
}

/** The demo's secret, made once. */
async function ownSecret(folder: string): Promise<string> {
  const file = join(folder, 'secret');
  if (!existsSync(file)) await writeFile(file, randomBytes(32).toString('base64url'), { mode: 0o600, flush: true });
  return (await readFile(file, 'utf8')).trim();
}
