import { endpoints } from '@fiducial/protocol/api';
import type { FastifyInstance } from 'fastify';
import { registerEndpoint } from '../http/register-endpoint.ts';
import { refuse } from '../problems.ts';
import { findInspection } from '../repositories/inspections.ts';
import { findJob, toJob } from '../repositories/jobs.ts';
import { ok } from '../result.ts';
import { settleUploads } from '../services/artifact-uploads.ts';
import { requestInference } from '../services/infer.ts';
import type { RouteContext } from './route-context.ts';

export function jobRoutes(app: FastifyInstance, context: RouteContext): void {
  registerEndpoint(app, context, endpoints.inferInspection, {
    prepare: async ({ principal, params }) => {
      const inspection = await findInspection(context.db, principal, params.inspection_id);
      if (inspection === undefined) return refuse('INSPECTION_NOT_FOUND');
      return settleUploads(context.db, context.store, inspection.id);
    },
    run: async ({ principal, params, body }, db) => {
      const requested = await requestInference(db, principal, params.inspection_id, body);
      return requested.ok ? ok({ body: requested.value, location: `/v1/jobs/${requested.value.job_id}` }) : requested;
    },
  });

  registerEndpoint(app, context, endpoints.getJob, {
    run: async ({ principal, params }, db) => {
      const job = await findJob(db, params.job_id);
      const inspection = job && (await findInspection(db, principal, job.inspection_id));
      return job === undefined || inspection === undefined ? refuse('JOB_NOT_FOUND') : ok({ body: toJob(job) });
    },
  });
}
