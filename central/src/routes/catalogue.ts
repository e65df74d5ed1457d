import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { endpoints } from '@fiducial/protocol/api';
import { canonicalText } from '@fiducial/protocol/audit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Db } from '../database.ts';
import { etagOf, isHeld, tagged } from '../http/entity-tag.ts';
import { nameOf } from '../http/principal.ts';
import { registerEndpoint } from '../http/register-endpoint.ts';
import { refuse } from '../problems.ts';
import { recordActivity } from '../repositories/activity.ts';
import { ok } from '../result.ts';
import { readModels } from '../services/model-repository.ts';
import type { RouteContext } from './route-context.ts';

export function catalogueRoutes(app: FastifyInstance, context: RouteContext): void {
  registerEndpoint(app, context, endpoints.listRecipes, {
    run: async ({ request, baseUrl }, db) => {
      const rows = await db
        .selectFrom('recipes')
        .distinctOn('name')
        .select(['name', 'version', 'sha256', 'created_at'])
        .orderBy('name')
        .orderBy('version', 'desc')
        .execute();
      const data = rows.map((row) => toRecipe(row, baseUrl));
      return ok(tagged(request, { object: 'list' as const, data }, etagOf(JSON.stringify(data))));
    },
  });

  registerEndpoint(app, context, endpoints.getRecipe, {
    run: async ({ request, params }, db) => {
      const row = await findRecipe(db, params.name, params.version);
      if (row === undefined) return refuse('CATALOGUE_NOT_FOUND');
      return ok(tagged(request, JSON.parse(row.content) as Record<string, never>, `"${row.sha256}"`));
    },
  });

  registerEndpoint(app, context, endpoints.putRecipe, {
    run: async ({ request, principal, params, body, baseUrl }, db) => {
      const content = canonicalText(body);
      const sha256 = createHash('sha256').update(content).digest('hex');
      const { name, version } = params;
      await db
        .insertInto('recipes')
        .values({ name, version, content, sha256, created_by: nameOf(principal) })
        .onConflict((conflict) => conflict.columns(['name', 'version']).doNothing())
        .execute();
      const row = (await findRecipe(db, name, version))!;
      if (row.sha256 !== sha256) return refuse('CATALOGUE_EXISTS', { sha256: row.sha256 });
      const objectId = `${name}@${version}`;
      const published = { action: 'recipe.published', objectType: 'recipe', objectId, details: { sha256 } };
      await recordActivity(db, { principal: nameOf(principal), ...published, requestId: request.id });
      return ok({ body: toRecipe(row, baseUrl) });
    },
  });

  registerEndpoint(app, context, endpoints.listModels, {
    run: async ({ request, baseUrl }) => {
      const data = (await readModels(context.models)).map(({ name, version, sha256, manifestSha256, bytes }) => {
        const at = `${baseUrl}/v1/models/${name}/${version}`;
        const files = { 'model.onnx': `${at}/model.onnx`, 'model.json': `${at}/model.json` };
        return { name, version, sha256, manifest_sha256: manifestSha256, size_bytes: bytes, files };
      });
      return ok(tagged(request, { object: 'list' as const, data }, etagOf(JSON.stringify(data))));
    },
  });

  registerEndpoint(app, context, endpoints.getModelFile, {
    run: async ({ request, params }) => {
      const known = await readModels(context.models);
      const model = known.find(({ name, version }) => name === params.name && version === params.version);
      if (model === undefined) return refuse('CATALOGUE_NOT_FOUND');
      const isOnnx = params.file === 'model.onnx';
      const tag = `"${isOnnx ? model.sha256 : model.manifestSha256}"`;
      // A file that is not sent is not opened: nobody would close it.
      if (isHeld(request, tag)) return ok(tagged(request, null, tag));
      const file = join(model.folder, params.file);
      const from = isOnnx ? offsetOf(request, tag, model.bytes) : 0;
      if (from === 0) return ok(tagged(request, createReadStream(file), tag));
      const headers = { ETag: tag, 'Content-Range': `bytes ${from}-${model.bytes - 1}/${model.bytes}` };
      return ok({ body: createReadStream(file, { start: from }), status: 206, headers });
    },
  });
}

/** Where an interrupted download goes on; 0 where it begins anew: the file is another one by now, or the range is no such. */
function offsetOf({ headers }: FastifyRequest, etag: string, bytes: number): number {
  const [, from] = /^bytes=(\d{1,15})-$/.exec(headers.range ?? '') ?? [];
  return from !== undefined && headers['if-range'] === etag && Number(from) < bytes ? Number(from) : 0;
}

interface RecipeRow {
  readonly name: string;
  readonly version: number;
  readonly sha256: string;
  readonly created_at: Date;
}

const toRecipe = ({ name, version, sha256, created_at }: RecipeRow, baseUrl: string) => ({
  name,
  version,
  sha256,
  created_at: created_at.toISOString(),
  content_url: `${baseUrl}/v1/recipes/${encodeURIComponent(name)}/${version}`,
});

const findRecipe = (db: Db, name: string, version: number) =>
  db.selectFrom('recipes').selectAll().where('name', '=', name).where('version', '=', version).executeTakeFirst();
