import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { freeObject, plainText } from './text.ts';

const none = z.object({});

const recipeSchema = z.object({
  name: z.string(),
  version: z.number().int(),
  sha256: z.string(),
  created_at: z.string(),
  content_url: z.string(),
});

export const modelSchema = z.object({
  name: z.string(),
  version: z.string(),
  /** Of model.onnx. */
  sha256: z.string(),
  /** Of model.json. */
  manifest_sha256: z.string(),
  size_bytes: z.number().int(),
  files: z.record(z.string(), z.string()),
});

const versionPath = z.object({
  name: plainText(100).regex(/^[\w .-]+$/),
  version: z.coerce.number().int().min(1).max(1_000_000),
});

const read = { params: none, query: none, bodyFormat: 'none', body: z.unknown(), status: 200 } as const;

export const listRecipes = endpoint({
  ...read,
  id: 'listRecipes',
  method: 'GET',
  path: '/v1/recipes',
  summary: 'Newest version of every recipe. With If-None-Match: 304 where nothing changed',
  tag: 'Catalogue',
  access: 'inspections:read',
  reply: z.object({ object: z.literal('list'), data: z.array(recipeSchema) }),
  idempotency: 'none',
  problems: [],
});

export const getRecipe = endpoint({
  ...read,
  id: 'getRecipe',
  method: 'GET',
  path: '/v1/recipes/{name}/{version}',
  summary: "A recipe version's content",
  tag: 'Catalogue',
  access: 'inspections:read',
  params: versionPath,
  reply: z.record(z.string(), z.json()),
  idempotency: 'none',
  problems: [404],
});

export const putRecipe = endpoint({
  id: 'putRecipe',
  method: 'PUT',
  path: '/v1/recipes/{name}/{version}',
  summary: 'Publish a recipe version. A version never changes',
  tag: 'Catalogue',
  access: 'admin',
  params: versionPath,
  query: none,
  bodyFormat: 'json',
  body: freeObject,
  status: 200,
  reply: recipeSchema,
  idempotency: 'none',
  problems: [409],
});

export const listModels = endpoint({
  ...read,
  id: 'listModels',
  method: 'GET',
  path: '/v1/models',
  summary: 'Every model version. With If-None-Match: 304 where nothing changed',
  tag: 'Catalogue',
  access: 'inspections:read',
  reply: z.object({ object: z.literal('list'), data: z.array(modelSchema) }),
  idempotency: 'none',
  problems: [],
});

const modelFiles = ['model.onnx', 'model.json'] as const;

export const getModelFile = endpoint({
  ...read,
  id: 'getModelFile',
  method: 'GET',
  path: '/v1/models/{name}/{version}/{file}',
  summary: "A model version's file; from an offset with Range, as long as If-Range names its entity tag",
  tag: 'Catalogue',
  access: 'inspections:read',
  params: z.object({
    name: z.string().regex(/^[A-Za-z0-9_]{1,100}$/),
    version: z.string().regex(/^[0-9]{1,9}$/),
    file: z.enum(modelFiles),
  }),
  reply: z.unknown(),
  replyType: 'application/octet-stream',
  idempotency: 'none',
  problems: [404],
});
