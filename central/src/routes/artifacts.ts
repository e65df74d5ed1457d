import { endpoints, type Upload } from '@fiducial/protocol/api';
import type { FastifyInstance } from 'fastify';
import { registerEndpoint } from '../http/register-endpoint.ts';
import { refuse } from '../problems.ts';
import { findArtifact, toArtifact } from '../repositories/artifacts.ts';
import { findInspection } from '../repositories/inspections.ts';
import { ok, type Result } from '../result.ts';
import { listParts, presignPart } from '../services/artifact-parts.ts';
import { announceArtifact, confirmUpload } from '../services/artifact-uploads.ts';
import type { RouteContext } from './route-context.ts';

/** Milliseconds that a URL must still hold to be given again. */
const shortestUse = 60_000;

async function answered(uploading: Promise<Result<Upload>>) {
  const upload = await uploading;
  return upload.ok ? ok({ body: upload.value }) : upload;
}

export function artifactRoutes(app: FastifyInstance, context: RouteContext): void {
  const { store } = context;

  registerEndpoint(app, context, endpoints.createArtifact, {
    run: async ({ principal, params, query, body, baseUrl }, db) => {
      const draft = { ...query, ...body };
      return answered(announceArtifact(db, store, principal, params.inspection_id, draft, baseUrl));
    },
    renew: ({ artifact_id, expires_at }, { principal, params, baseUrl }, db) => {
      if (new Date(expires_at).getTime() > Date.now() + shortestUse) return null;
      return answered(announceArtifact(db, store, principal, params.inspection_id, { artifact_id }, baseUrl));
    },
  });

  registerEndpoint(app, context, endpoints.confirmArtifact, {
    prepare: async ({ principal, params, body }) => {
      const confirmed = await confirmUpload(context.db, store, principal, params.inspection_id, body);
      return confirmed.ok ? ok(null) : confirmed;
    },
    run: async ({ params, body }, db) => {
      const row = await findArtifact(db, params.inspection_id, body.artifact_id);
      return row === undefined ? refuse('ARTIFACT_NOT_FOUND') : ok({ body: toArtifact(row) });
    },
  });

  registerEndpoint(app, context, endpoints.listArtifactParts, {
    run: async ({ principal, params }, db) => {
      const of = { principal, inspectionId: params.inspection_id, artifactId: params.artifact_id };
      const listed = await listParts(db, store, of);
      return listed.ok ? ok({ body: listed.value }) : listed;
    },
  });

  registerEndpoint(app, context, endpoints.createArtifactPart, {
    // Nothing changes in the database, and none of its connections waits for the store.
    ownTransactions: true,
    run: async ({ principal, params, body, baseUrl }, db) => {
      const of = { principal, inspectionId: params.inspection_id, artifactId: params.artifact_id };
      const presigned = await presignPart(db, store, of, body, baseUrl);
      return presigned.ok ? ok({ body: presigned.value }) : presigned;
    },
  });

  registerEndpoint(app, context, endpoints.getArtifactContent, {
    run: async ({ principal, params, baseUrl }, db) => {
      if ((await findInspection(db, principal, params.inspection_id)) === undefined)
        return refuse('INSPECTION_NOT_FOUND');
      const row = await findArtifact(db, params.inspection_id, params.artifact_id);
      if (row === undefined) return refuse('ARTIFACT_NOT_FOUND');
      if (row.state === 'removed') return refuse('ARTIFACT_REMOVED');
      if (row.state !== 'stored') return refuse('ARTIFACT_NOT_UPLOADED');
      const file = { name: row.filename, contentType: row.content_type };
      return ok({ body: null, location: await store.presignGet(row.object_key, file, baseUrl) });
    },
  });
}
