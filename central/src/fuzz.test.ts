import { connect } from 'node:net';
import { endpoints, problemSchema } from '@fiducial/protocol/api';
import fc from 'fast-check';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type Central, startCentral } from './testing/central-fixture.ts';
import { fromSchema, hostile, type JsonSchema, unkeepable } from './testing/from-schema.ts';
import { sampleResults } from './testing/sample-results.ts';

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly schema: JsonSchema;
}
interface OpenApiOperation {
  readonly operationId: string;
  readonly security: readonly Readonly<Record<string, unknown>>[];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>> };
  readonly responses: Readonly<Record<string, unknown>>;
}
interface OpenApi {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, OpenApiOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
}

let central: Central;
let device: string;
let known: { readonly inspection_id: string; readonly artifact_id: string; readonly report_id: string };
const inspector = { inspect: async () => ({ type: 'refused', code: 'X', message: 'x' }) as const };

beforeAll(async () => {
  central = await startCentral({ inspector, env: { TOKEN_REQUESTS_PER_MINUTE: '100000' } });
  device = await central.device('A');
  const inspection_id = uuidv7();
  const artifact_id = uuidv7();
  await central.as('POST', '/v1/inspections', {
    body: { inspection_id, lot: 'L', part: 'P', serial: 'S', station: 'A' },
  });
  const artifact = { artifact_id, content_type: 'image/jpeg' };
  const upload = await central.as('POST', `/v1/inspections/${inspection_id}/artifacts`, { body: artifact });
  await fetch(upload.body.upload_url, { method: 'PUT', body: 'bytes' });
  const stored = await central.as('PUT', `/v1/inspections/${inspection_id}/results`, { body: sampleResults() });
  known = { inspection_id, artifact_id, report_id: stored.body.report_id };
});
afterAll(() => central.stop());

/** Of these, some of the requests must succeed, or the others were refused for nothing. */
const mustReach: readonly string[] = [
  'createInspection',
  'listInspections',
  'createArtifact',
  'getInspection',
  'syncBatch',
];

interface Made {
  readonly path: Readonly<Record<string, string>>;
  readonly query: readonly (readonly [string, string])[];
  readonly key: string | undefined;
  readonly body: unknown;
  readonly access: Readonly<Record<string, string>>;
}

const isForStations = ({ security }: OpenApiOperation): boolean =>
  security.length > 0 && security.every((way) => 'device' in way);
const asPerson = () => ({ authorization: `Bearer ${central.token}` });
const asStation = () => ({ 'x-api-token': device });

const textual = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Requests for one operation, as its own description says they look, with hostile values in some places. */
function requestsFor(operation: OpenApiOperation, document: OpenApi): fc.Arbitrary<Made> {
  const definitions = document.components.schemas;
  const fitting = ({ name, schema }: Parameter): fc.Arbitrary<unknown> => {
    const real = (known as Readonly<Record<string, string>>)[name];
    const made = fromSchema(schema, definitions);
    return real === undefined ? made : fc.oneof({ weight: 5, arbitrary: fc.constant(real) }, made);
  };
  const of = (place: Parameter['in']): readonly Parameter[] => operation.parameters.filter((it) => it.in === place);
  const path = fc.record(Object.fromEntries(of('path').map((it) => [it.name, fitting(it).map(textual)])));
  const query = fc.array(
    of('query').length === 0
      ? fc.tuple(fc.string(), hostile.map(textual))
      : fc.oneof(...of('query').map((it) => fitting(it).map((value) => [it.name, textual(value)] as const))),
    { maxLength: 4 },
  );
  const [content] = Object.values(operation.requestBody?.content ?? {});
  const body = content === undefined ? fc.constant(undefined) : fromSchema(content.schema, definitions);
  const key = fc.option(fc.stringMatching(/^[\x20-\x7e]{0,300}$/), { nil: undefined });
  const access = fc.constant(isForStations(operation) ? asStation() : asPerson());
  return fc.record({ path, query, key, body, access }) as fc.Arbitrary<Made>;
}

async function send(method: string, template: string, type: string | undefined, made: Made): Promise<Response> {
  const encode = (text: string): string => encodeURIComponent(text.toWellFormed());
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => encode(made.path[name] ?? ''));
  const query = made.query.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');
  const body =
    made.body === undefined
      ? undefined
      : type === 'application/x-www-form-urlencoded'
        ? Object.entries(Object(made.body))
            .map(([name, value]) => `${encode(name)}=${encode(textual(value))}`)
            .join('&')
        : type === 'text/plain'
          ? textual(made.body)
          : JSON.stringify(made.body);
  return fetch(`${central.url}${path}?${query}`, {
    method,
    redirect: 'manual',
    headers: {
      ...made.access,
      ...(made.key === undefined ? {} : { 'idempotency-key': made.key.trim() }),
      ...(type === undefined ? {} : { 'content-type': type }),
    },
    ...(body === undefined ? {} : { body }),
  });
}

/** A refusal tells a code and a sentence, and nothing of how the service is made. */
async function checkAnswer(response: Response, declared: readonly string[] | null): Promise<void> {
  const text = await response.text();
  expect(response.status, text).toBeLessThan(500);
  if (response.status < 400) return;
  expect(text).not.toMatch(/\n\s+at |node_modules|\.ts:\d|SELECT |INSERT /);
  if (response.headers.get('content-type')?.startsWith('text/x.tlog.size')) return;
  expect(problemSchema.safeParse(JSON.parse(text)).success, text).toBe(true);
  if (declared !== null) expect([...declared, '404'], text).toContain(String(response.status));
}

describe('every operation of the API’s own description', () => {
  it.each(Object.values(endpoints).map(({ id }) => id))(
    '%s answers whatever it is sent without an error of its own',
    async (id) => {
      const document = (await central.as('GET', '/openapi.json')).body as OpenApi;
      const [template, method, operation] = Object.entries(document.paths)
        .flatMap(([path, methods]) => Object.entries(methods).map(([verb, it]) => [path, verb, it] as const))
        .find(([, , it]) => it.operationId === id)!;
      const [type] = Object.keys(operation.requestBody?.content ?? {});
      const statuses = new Set<number>();
      await fc.assert(
        fc.asyncProperty(requestsFor(operation, document), async (made) => {
          const response = await send(method.toUpperCase(), template, type, made);
          statuses.add(response.status);
          await checkAnswer(response, Object.keys(operation.responses));
        }),
        { numRuns: 60 },
      );
      if (mustReach.includes(id)) expect([...statuses].some((status) => status < 300)).toBe(true);
    },
  );

  it('says which POSTs take an Idempotency-Key: those that make something', async () => {
    const document = (await central.as('GET', '/openapi.json')).body as OpenApi;
    const posts = Object.values(document.paths).flatMap(({ post }) => post ?? []);
    const takesKey = ({ parameters }: OpenApiOperation) => parameters.some(({ name }) => name === 'Idempotency-Key');
    expect(
      posts
        .filter((it) => !takesKey(it))
        .map((it) => it.operationId)
        .sort(),
    ).toEqual(['createArtifactPart', 'createToken', 'postAuditCheckpoint', 'syncBatch']);
  });

  it('is OpenAPI 3.1, and every reference in it leads somewhere', async () => {
    const document = (await central.as('GET', '/openapi.json')).body as OpenApi;
    expect(document.openapi).toBe('3.1.0');
    const references = JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g);
    for (const [, name] of references) expect(document.components.schemas).toHaveProperty(name!);
    expect(Object.values(document.paths).flatMap(Object.keys)).toHaveLength(Object.keys(endpoints).length);
  });
});

interface Whole {
  readonly method: string;
  readonly path: string;
  readonly whole: unknown;
  /** Whether its keys are the sender's own. */
  readonly isFree?: boolean;
}

/** A body of each operation that keeps texts, whole and accepted as it is. */
function wholeBodies(): readonly Whole[] {
  const [inspection_id, artifact_id] = [uuidv7(), uuidv7()];
  const draft = { lot: 'L', part: 'P', serial: 'S', station: 'A', metadata: { a: { b: ['c'] } } };
  const artifact = { filename: 'a.json', content_type: 'application/json', sha256: 'a'.repeat(64), size_bytes: 1 };
  const found = sampleResults();
  const of = { defect_id: found.defects[0]!.defect_id };
  const time = found.completed_at;
  const results = {
    ...found,
    verifications: [{ ...of, verification_id: uuidv7(), verification: 'confirmed', reason: 'r', by: 'Eva', time }],
    annotations: [{ ...of, annotation_id: uuidv7(), kind: 'incorrect_label', box: null, label: 'open', notes: 'n' }],
    sign_off: { by: 'Eva', meaning: 'approved', time },
    error: { code: 'X', message: 'm' },
    metadata: { a: { b: ['c'] } },
  };
  const items = [
    { type: 'inspection', body: { inspection_id, ...draft } },
    { type: 'artifact', inspection_id, body: { artifact_id, ...artifact } },
    { type: 'results', inspection_id, body: { ...results, revision: 2 } },
  ];
  const at = `/v1/inspections/${inspection_id}`;
  return [
    { method: 'POST', path: '/v1/inspections', whole: { inspection_id, ...draft } },
    { method: 'POST', path: `${at}/artifacts`, whole: { artifact_id, ...artifact } },
    { method: 'PUT', path: `${at}/results`, whole: results },
    ...items.map((item) => ({ method: 'POST', path: '/v1/sync/batch', whole: { items: [item] } })),
    { method: 'PUT', path: `/v1/recipes/r-${inspection_id}/1`, whole: { a: { b: ['c'] } }, isFree: true },
  ];
}

/** Objects whose keys are the sender's own. */
const freeObjects = ['metadata', 'thresholds', 'timings_ms'];

/** `value` with one of its texts, or of its sender's own keys, made one that no database keeps: all such copies. */
function* spoiltCopies(value: unknown, character: string, hasFreeKeys = false): Generator<unknown> {
  if (typeof value === 'string') yield `${value}${character}`;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    for (const spoilt of spoiltCopies(inner, character, hasFreeKeys || freeObjects.includes(key)))
      yield Array.isArray(value) ? value.with(Number(key), spoilt) : { ...value, [key]: spoilt };
    if (hasFreeKeys && !Array.isArray(value)) yield { ...value, [`${key}${character}`]: inner };
  }
}

/** The worst status in an answer: its own, or one of a batch's items. */
const worstIn = ({ status, body }: Answer): number =>
  Math.max(status, ...((body.results ?? []) as { status: number }[]).map((it) => it.status));

describe('text that no database keeps', () => {
  it('is refused in every field of every body, and in every key that is the sender’s own', async () => {
    for (const { method, path, whole, isFree } of wholeBodies()) {
      for (const character of unkeepable)
        for (const body of spoiltCopies(whole, character, isFree)) {
          const answer = await central.as(method, path, { body });
          const said = JSON.stringify([path, body, answer.body]);
          expect(worstIn(answer), said).toBeGreaterThanOrEqual(400);
          expect(worstIn(answer), said).toBeLessThan(500);
        }
      const answer = await central.as(method, path, { body: whole });
      expect(worstIn(answer), JSON.stringify(answer.body)).toBeLessThan(300);
    }
  });

  it('is refused in a batch with the name of its field', async () => {
    const body = sampleResults({ error: { code: 'X', message: 'half \ud83d' } });
    const items = [{ type: 'results', inspection_id: known.inspection_id, body }];
    const { results } = (await central.as('POST', '/v1/sync/batch', { body: { items } })).body;
    expect(results[0]).toMatchObject({ status: 400, problem: { code: 'REQUEST_INVALID' } });
    expect(results[0].problem.details).toEqual({
      type: 'results',
      'item.body.error.message': 'has a character that cannot be stored',
    });
  });
});

describe('requests that are none', () => {
  const headers = (more: object = {}) => ({ authorization: `Bearer ${central.token}`, ...more });
  const post = (body: string, type: string): Promise<Response> =>
    fetch(`${central.url}/v1/inspections`, {
      method: 'POST',
      body,
      headers: headers({ 'content-type': type, 'idempotency-key': uuidv7() }),
    });

  it.each([
    ['broken JSON', '{"lot":', 'application/json', 400],
    ['a prototype', '{"__proto__":{"lot":"x"},"lot":"x"}', 'application/json', 400],
    ['JSON that is no object', '"lot"', 'application/json', 400],
    ['another type', '<lot/>', 'application/xml', 415],
    ['a type that is no type', '{}', 'nonsense', 415],
    ['a form', 'lot=1', 'application/x-www-form-urlencoded', 415],
  ])('of %s are refused with what is wrong', async (_, body, type, status) => {
    const response = await post(body, type);
    expect(response.status).toBe(status);
    await checkAnswer(response, null);
  });

  it('larger than an operation takes are refused', async () => {
    const response = await post(JSON.stringify({ lot: 'x'.repeat(17 * 1024 * 1024) }), 'application/json');
    expect(response.status).toBe(413);
    await checkAnswer(response, null);
  });

  it('nested without end are refused', async () => {
    const depth = 100_000;
    const response = await post(
      `{"lot":"x","metadata":{"a":${'['.repeat(depth)}${']'.repeat(depth)}}}`,
      'application/json',
    );
    expect(response.status).toBe(400);
    await checkAnswer(response, null);
  });

  it.each([
    '/v1/inspections/%ZZ',
    '/v1/inspections/%00',
    '/v1/nothing',
    '//',
    '/v1/../../etc/passwd',
    '/v1/objects/../../x',
  ])('for the path %s are refused', async (path) => {
    const raw = await rawRequest(
      `GET ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${central.token}\r\nConnection: close\r\n\r\n`,
    );
    expect(raw).toMatch(/^HTTP\/1\.1 40[0-4] /);
  });

  it.each([
    'GET /v1/reports HTTP/1.1\r\nHost: x\r\nX-Request-Id: a\r\n\tb\r\nConnection: close\r\n\r\n',
    'POST /v1/inspections HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n',
    'nonsense\r\n\r\n',
    `GET / HTTP/1.1\r\nHost: x\r\nA: ${'y'.repeat(100_000)}\r\n\r\n`,
  ])('that are no HTTP are refused (%#)', async (request) => {
    expect(await rawRequest(request)).toMatch(/^(HTTP\/1\.1 4\d\d |$)/);
  });

  function rawRequest(request: string): Promise<string> {
    const { hostname, port } = new URL(central.url);
    return new Promise((resolve) => {
      const socket = connect({ host: hostname, port: Number(port) });
      let text = '';
      socket.on('data', (chunk) => {
        text += chunk.toString('latin1');
      });
      socket.on('error', () => resolve(text));
      socket.on('close', () => resolve(text));
      socket.write(request);
    });
  }
});
