import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import packageJson from '../package.json' with { type: 'json' };
import { createCommandLineInspector } from './adapters/command-line-inspector.ts';
import { createKafkaPublisher } from './adapters/kafka-publisher.ts';
import { createNotifyPublisher } from './adapters/notify-publisher.ts';
import { createOtlpSpans } from './adapters/otlp-spans.ts';
import { buildApp } from './app.ts';
import type { Config, StoreConfig } from './config.ts';
import type { Db } from './database.ts';
import type { Inspector } from './ports/inspector.ts';
import { noSpans } from './ports/span-sink.ts';
import { jobChannel } from './repositories/jobs.ts';
import { openResources } from './resources.ts';
import { createAccessTokens } from './services/access-token.ts';
import { createAuthenticate } from './services/authenticate.ts';
import { addDemoUsers } from './services/demo.ts';
import { createMeasures } from './services/measures.ts';
import { createRateLimiter } from './services/rate-limit.ts';
import { sweepAbandoned, sweepKeys, sweepOld } from './services/retention.ts';
import { derivedKey } from './services/secrets.ts';
import { createSignIn } from './services/sign-in.ts';
import { openWitness } from './services/witness-key.ts';
import { startEventRelay } from './worker/event-relay.ts';
import { startJobWorker } from './worker/job-worker.ts';
import { startPeriodic } from './worker/periodic.ts';
import { listenFor } from './worker/wake.ts';

const version = packageJson.version;
const sweepEveryMs = 3_600_000;
const longestGoodbyeMs = 10_000;

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
  /** Milliseconds that requests in hand are given to end when the service is told to stop. */
  readonly goodbyeMs?: number;
}

/** Puts the service together: the only place that knows which implementation stands behind a port. */
export async function compose(config: Config, log: FastifyBaseLogger, parts: Parts = {}): Promise<Service> {
  const resources = await openResources(
    config,
    (error) => log.warn({ err: error }, 'a database connection was lost'),
    'service',
  );
  const { db, pool, store, folderStore, secret } = resources;
  if (config.demo) await addDemoUsers(db);
  const spans = config.collector === null ? noSpans : createOtlpSpans(config.collector, 'fiducial-central', log);
  const measures = createMeasures(db);
  let stopping = false;
  const accessTokens = createAccessTokens(derivedKey(secret, 'access-tokens'));
  const app = buildApp({
    log,
    trustProxy: config.trustProxy,
    servesClients: config.role !== 'worker',
    db,
    store,
    folderStore,
    accessTokens,
    imageOrigin: imageOrigin(config.store),
    spans,
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

  const inspector =
    parts.inspector ?? createCommandLineInspector(join(projectRoot, 'src', 'cli', 'main.ts'), config.tritonUrl);
  const wake = config.role === 'api' ? null : listenFor(pool, jobChannel, log);
  const workers =
    wake === null
      ? []
      : Array.from({ length: config.workers }, () => startJobWorker({ db, store, inspector }, wake, measures, log));
  const publisher = config.kafka === null ? createNotifyPublisher(db) : createKafkaPublisher(config.kafka);
  const periodic =
    config.role === 'api'
      ? []
      : [
          startEventRelay(db, publisher, measures, log),
          startPeriodic(sweepEveryMs, log, 'retention', async () => {
            await sweepKeys(db);
            const swept = await sweepOld(db, store, config.retention);
            const abandoned = await sweepAbandoned(store);
            if (abandoned > 0) log.info({ abandoned }, 'uploads that were never confirmed are dropped');
            if (swept.artifacts + swept.reports > 0) log.info(swept, 'retention ended');
          }),
        ];

  return {
    app,
    db,
    async stop() {
      stopping = true;
      // Who stopped sending, or reading, must not keep the jobs from being given back.
      const late = setTimeout(() => app.server.closeAllConnections(), parts.goodbyeMs ?? longestGoodbyeMs);
      await Promise.all([app.close(), ...[...workers, ...periodic].map((work) => work.stop())]);
      clearTimeout(late);
      await publisher.close();
      wake?.close();
      await spans.close();
      await resources.close();
    },
  };
}

/** Where presigned URLs of the store lead. */
const imageOrigin = (store: StoreConfig): string | null => {
  if (store.type === 'folder') return null;
  return store.publicEndpoint === null ? 'https://*.amazonaws.com' : new URL(store.publicEndpoint).origin;
};
