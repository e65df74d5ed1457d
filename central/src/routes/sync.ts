import { endpoints } from '@fiducial/protocol/api';
import type { FastifyInstance } from 'fastify';
import { registerEndpoint } from '../http/register-endpoint.ts';
import { ok } from '../result.ts';
import { modelCatalogue } from '../services/model-repository.ts';
import { processBatch } from '../services/sync-batch.ts';
import type { RouteContext } from './route-context.ts';

export function syncRoutes(app: FastifyInstance, context: RouteContext): void {
  const catalogue = modelCatalogue(context.models);
  registerEndpoint(app, context, endpoints.syncBatch, {
    ownTransactions: true,
    run: async ({ principal, body, baseUrl, request }, db) => {
      const { store } = context;
      const batch = { db, store, principal, catalogue, baseUrl, requestId: request.id, log: request.log };
      const done = await processBatch(batch, body.items);
      return done.ok ? ok({ body: done.value }) : done;
    },
  });
}
