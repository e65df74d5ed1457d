import { type Endpoint, problemSchema, syncItemSchema } from '@fiducial/protocol/api';
import { z } from 'zod';

type Json = Record<string, unknown>;

/** The OpenAPI 3.1 description of the API, made from the schemas that check its requests and answers. */
export function openApiDocument(endpoints: Readonly<Record<string, Endpoint>>, version: string): Json {
  const schemas: Json = {};
  const paths: Record<string, Json> = {};
  const problem = schemaOf(problemSchema, 'output', 'Problem', schemas);
  schemas.Problem = problem;
  schemas.SyncItem = schemaOf(syncItemSchema, 'input', 'SyncItem', schemas);
  for (const endpoint of Object.values(endpoints)) {
    const path = paths[endpoint.path] ?? {};
    path[endpoint.method.toLowerCase()] = operationOf(endpoint, schemas);
    paths[endpoint.path] = path;
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Fiducial central API',
      version,
      description:
        'What inspection stations sync to. Lists page by cursor. A POST that takes an Idempotency-Key says so; any other may be repeated as it is.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    tags: [...new Set(Object.values(endpoints).map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas,
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        device: { type: 'apiKey', in: 'header', name: 'X-API-Token' },
      },
    },
  };
}

const mediaTypes = { json: 'application/json', form: 'application/x-www-form-urlencoded', text: 'text/plain' } as const;

function operationOf(endpoint: Endpoint, schemas: Json): Json {
  const { id, bodyFormat } = endpoint;
  return {
    operationId: id,
    summary: endpoint.summary,
    tags: [endpoint.tag],
    security: securityOf(endpoint),
    ...(endpoint.access === 'public' ? {} : { 'x-scope': endpoint.access }),
    parameters: [
      ...parametersOf(endpoint.params, 'path', id, schemas),
      ...parametersOf(endpoint.query, 'query', id, schemas),
      ...(endpoint.idempotency === 'none' ? [] : [idempotencyKey(endpoint)]),
    ],
    ...(bodyFormat === 'none'
      ? {}
      : {
          requestBody: {
            required: bodyFormat !== 'json' || !endpoint.body.safeParse({}).success,
            content: { [mediaTypes[bodyFormat]]: { schema: schemaOf(endpoint.body, 'input', `${id}Body`, schemas) } },
          },
        }),
    responses: responsesOf(endpoint, schemas),
  };
}

function securityOf({ access, callers }: Endpoint): Json[] {
  if (access === 'public') return [];
  return callers === 'stations' ? [{ device: [] }] : [{ bearer: [] }, { device: [] }];
}

const idempotencyKey = ({ idempotency }: Endpoint): Json => ({
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    idempotency === 'required'
      ? 'Needed unless the request names what it makes by an id of its own.'
      : 'The same key and request give the same answer again.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
});

function responsesOf(endpoint: Endpoint, schemas: Json): Json {
  const type = endpoint.replyType?.split(';')[0];
  const success: Json = { description: 'Done' };
  if (type !== undefined) success.content = { [type]: {} };
  else if (endpoint.status !== 302 && endpoint.status !== 204)
    success.content = {
      'application/json': { schema: schemaOf(endpoint.reply, 'output', `${endpoint.id}Reply`, schemas) },
    };
  const statuses = new Set([400, ...(endpoint.access === 'public' ? [] : [401, 403]), ...endpoint.problems, 429, 503]);
  if (endpoint.bodyFormat !== 'none') for (const status of [413, 415]) statuses.add(status);
  const refused = { content: { 'application/json': { schema: { $ref: '#/components/schemas/Problem' } } } };
  return {
    [endpoint.status]: success,
    ...Object.fromEntries(
      [...statuses].sort((a, b) => a - b).map((status) => [String(status), { description: 'Refused', ...refused }]),
    ),
  };
}

function parametersOf(schema: z.ZodType, place: 'path' | 'query', id: string, schemas: Json): Json[] {
  const object = schemaOf(schema, 'input', `${id}${place}`, schemas) as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(object.properties ?? {}).map(([name, of]) => ({
    name,
    in: place,
    required: place === 'path' || (object.required?.includes(name) ?? false),
    schema: of,
  }));
}

/** JSON Schema of one part. Definitions that it shares with itself go to the document's components. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output', name: string, schemas: Json): Json {
  const { $schema: _, $defs, ...own } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json;
  const rename = (key: string): string => `${name}_${key.replaceAll('_', '')}`;
  const moved = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(moved);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) =>
        key === '$ref' && typeof inner === 'string' && inner.startsWith('#/$defs/')
          ? [key, `#/components/schemas/${rename(inner.slice('#/$defs/'.length))}`]
          : [key, moved(inner)],
      ),
    );
  };
  for (const [key, definition] of Object.entries(($defs as Json | undefined) ?? {}))
    schemas[rename(key)] = moved(definition);
  return moved(own) as Json;
}
