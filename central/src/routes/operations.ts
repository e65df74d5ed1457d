import { endpoints } from '@fiducial/protocol/api';
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { openApiDocument } from '../http/openapi.ts';
import { describeApi } from '../pages/api-page.ts';
import type { Measures } from '../services/measures.ts';
import type { RouteContext } from './route-context.ts';

export interface OperationsContext extends RouteContext {
  readonly measures: Measures;
  readonly version: string;
  /** True once the service was told to stop: it answers what it has, and asks for no more. */
  readonly isStopping: () => boolean;
}

const longestProbeMs = 2000;

/** Whether a path is asked by what watches the service: also while it stops. */
export const isProbe = (url: string | undefined): boolean => ['/healthz', '/readyz', '/metrics'].includes(url ?? '');

/** For those who run the service: probes, metrics, its own description. */
export function operationsRoutes(app: FastifyInstance, context: OperationsContext): void {
  const document = openApiDocument(endpoints, context.version);

  // Alive: the process answers. Whether it can work is /readyz's question, so that a lost database restarts nothing.
  app.get('/healthz', async () => ({ status: 'ok', version: context.version }));

  app.get('/readyz', async (_request, reply) => {
    const [database, store] = await Promise.all([
      answersInTime(async () => {
        await sql`SELECT 1`.execute(context.db);
        return true;
      }),
      answersInTime(() => context.store.isReady()),
    ]);
    const ready = database && store && !context.isStopping();
    if (!ready) reply.code(503).header('Retry-After', '5');
    return { ready, database, store, stopping: context.isStopping() };
  });

  app.get('/metrics', async (_request, reply) =>
    reply.type(context.measures.contentType).send(await context.measures.text()),
  );

  app.get('/openapi.json', async () => document);
  app.get('/docs', async (_request, reply) => reply.type('text/html; charset=utf-8').send(describeApi(document)));

  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    context.measures.request(route, request.method, reply.statusCode, reply.elapsedTime / 1000);
  });
}

const answersInTime = async (ask: () => Promise<boolean>): Promise<boolean> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), longestProbeMs);
  });
  try {
    return await Promise.race([ask(), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
};
