import fastifyFormbody from '@fastify/formbody';
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { uuidv7 } from 'uuidv7';
import type { FolderStore } from './adapters/folder-store.ts';
import { acceptJson } from './http/json-body.ts';
import { answerProblem, problemOf, RequestRefused } from './http/problem-answer.ts';
import { traceRequests } from './http/tracing.ts';
import type { SpanSink } from './ports/span-sink.ts';
import { problem } from './problems.ts';
import { artifactRoutes } from './routes/artifacts.ts';
import { auditRoutes } from './routes/audit.ts';
import { catalogueRoutes } from './routes/catalogue.ts';
import { inspectionRoutes } from './routes/inspections.ts';
import { jobRoutes } from './routes/jobs.ts';
import { objectRoutes } from './routes/objects.ts';
import { isProbe, type OperationsContext, operationsRoutes } from './routes/operations.ts';
import { type PageContext, pageRoutes } from './routes/pages.ts';
import { reportRoutes } from './routes/reports.ts';
import { syncRoutes } from './routes/sync.ts';
import { tokenRoutes } from './routes/token.ts';
import { userRoutes } from './routes/users.ts';

export interface AppOptions extends OperationsContext, PageContext {
  readonly log: FastifyBaseLogger;
  /** Proxies before the service. */
  readonly trustProxy: number;
  /** False for a copy that only works: it answers probes and Prometheus, and nobody else. */
  readonly servesClients: boolean;
  readonly spans: SpanSink;
  /** The store whose URLs this service serves itself; null where the store has its own server. */
  readonly folderStore: FolderStore | null;
}

/** Largest JSON body: a revision of results with 10,000 defects, or a batch. */
const largestBody = 16 * 1024 * 1024;

/** Of a connection: longer than any statement may take. */
const longestSilenceMs = 120_000;

/** The whole HTTP surface, not yet listening. */
export function buildApp(options: AppOptions): FastifyInstance {
  const app = Fastify({
    loggerInstance: options.log,
    // What stands farther left in X-Forwarded-For than the proxies wrote it, a client made up.
    trustProxy: (_address, hop) => hop < options.trustProxy,
    bodyLimit: largestBody,
    // A large body on a slow line takes its time; one that nothing comes of does not.
    requestTimeout: 0,
    connectionTimeout: longestSilenceMs,
    // Below: with a code, and when to come back.
    return503OnClosing: false,
    requestIdHeader: false,
    genReqId: ({ headers }) => {
      const given = headers['x-request-id'];
      return typeof given === 'string' && /^[\w.-]{1,64}$/.test(given) ? given : uuidv7();
    },
    routerOptions: { maxParamLength: 512, caseSensitive: true },
    frameworkErrors: (error, request, reply) => answerProblem(request, reply, problemOf(error)),
  });

  app.removeAllContentTypeParsers();
  app.register(fastifyFormbody);
  acceptJson(app);
  app.addContentTypeParser('text/plain', { parseAs: 'string' }, (_request, body, done) => done(null, body));

  traceRequests(app, options.spans);
  app.addHook('onRequest', async ({ routeOptions }) => {
    if (options.isStopping() && !isProbe(routeOptions.url)) throw new RequestRefused(problem('SHUTTING_DOWN'));
  });
  app.addHook('onSend', async (request, reply) => {
    reply.header('X-Request-Id', request.id).header('X-Content-Type-Options', 'nosniff');
  });
  app.setErrorHandler((error, request, reply) => {
    const it = problemOf(error);
    if (it.status >= 500) request.log.error({ err: error }, 'request failed');
    return answerProblem(request, reply, it);
  });
  app.setNotFoundHandler((request, reply) => answerProblem(request, reply, problem('REQUEST_NO_SUCH_PATH')));

  operationsRoutes(app, options);
  if (!options.servesClients) return app;
  tokenRoutes(app, options);
  userRoutes(app, options);
  inspectionRoutes(app, options);
  artifactRoutes(app, options);
  jobRoutes(app, options);
  reportRoutes(app, options);
  syncRoutes(app, options);
  auditRoutes(app, options);
  catalogueRoutes(app, options);
  pageRoutes(app, options);
  if (options.folderStore !== null) objectRoutes(app, options.folderStore);
  return app;
}
