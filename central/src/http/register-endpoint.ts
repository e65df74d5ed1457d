import type { Endpoint } from '@fiducial/protocol/api';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Db } from '../database.ts';
import { type ApiProblem, problem, refuse } from '../problems.ts';
import { ok, type Result } from '../result.ts';
import type { Authenticate } from '../services/authenticate.ts';
import { earlierAnswer, type KeyedRequest, keepAnswer, requestSha256, takeKey } from '../services/idempotency.ts';
import type { RateLimiter } from '../services/rate-limit.ts';
import { may, type Principal } from './principal.ts';
import { answerProblem } from './problem-answer.ts';
import { inTransaction } from './transaction.ts';
import { fieldsOf } from './wrong-fields.ts';

/** What an operation is given: the request after every check. */
export interface Call<E extends Endpoint> {
  readonly params: z.output<E['params']>;
  readonly query: z.output<E['query']>;
  readonly body: z.output<E['body']>;
  readonly request: FastifyRequest;
  /** How the client reaches this service. */
  readonly baseUrl: string;
}

interface AuthorisedCall<E extends Endpoint> extends Call<E> {
  readonly principal: Principal;
}

/** Success: the body, and what else is told about it. */
export interface Answer<E extends Endpoint> {
  readonly body: z.input<E['reply']>;
  /** Where it is not the endpoint's: 304, or another answer of a published protocol. Its body is sent as it is. */
  readonly status?: number;
  readonly type?: string;
  readonly location?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The same request had this effect before. */
  readonly replayed?: boolean;
}

export interface Operation<E extends Endpoint> {
  /** Work outside the database that must be done first, safe to repeat; done again, it finds what was done. */
  readonly prepare?: (call: AuthorisedCall<E>) => Promise<Result<null>>;
  /**
   * The operation itself. For endpoints with idempotency `db` is a transaction: refused, nothing of it stays.
   */
  readonly run: (call: AuthorisedCall<E>, db: Db) => Promise<Result<Answer<E>>>;
  /** What a refusal leaves behind, after everything else of the request was rolled back. */
  readonly refused?: (refusal: ApiProblem, call: AuthorisedCall<E>) => Promise<void>;
  /** For work that is safe to repeat and makes its own transactions: `db` is then the database itself. */
  readonly ownTransactions?: boolean;
  /** A new answer in the place of one that was kept under an idempotency key and no longer holds; null where it does. */
  readonly renew?: (kept: z.output<E['reply']>, call: AuthorisedCall<E>, db: Db) => Promise<Result<Answer<E>>> | null;
}

export interface EndpointContext {
  readonly db: Db;
  readonly authenticate: Authenticate;
  readonly limiter: RateLimiter;
  readonly publicUrl: string | null;
}

const longestKey = 255;

/** Serves one operation of the contract: token, scope, rate, form, idempotency key, then the operation. */
export function registerEndpoint<E extends Endpoint>(
  app: FastifyInstance,
  context: EndpointContext,
  endpoint: E,
  operation: Operation<E>,
): void {
  serve(app, endpoint, async (request) => {
    const who = await context.authenticate(request);
    const limited = await context.limiter.other(who.ok ? who.value.id : request.ip);
    if (!limited.ok) return limited;
    if (!who.ok) return who;
    const principal = who.value;
    if (endpoint.access !== 'public' && !may(principal, endpoint.access))
      return refuse('ACCESS_SCOPE', { needed: endpoint.access });
    if (endpoint.callers === 'stations' && principal.kind !== 'device') return refuse('ACCESS_STATIONS_ONLY');
    const parsed = readCall(endpoint, request, context.publicUrl);
    if (!parsed.ok) return parsed;
    const call: AuthorisedCall<E> = { ...parsed.value, principal };
    const key = readKey(endpoint, call);
    if (!key.ok) return key;
    const done =
      key.value === null
        ? await runOnce(context.db, endpoint, operation, call)
        : await runKeyed(context.db, endpoint, operation, call, key.value);
    if (!done.ok) await operation.refused?.(done.error, call);
    return done;
  });
}

/** Serves an operation that asks for no token. */
export function registerPublicEndpoint<E extends Endpoint>(
  app: FastifyInstance,
  context: Pick<EndpointContext, 'publicUrl'>,
  endpoint: E,
  run: (call: Call<E>) => Promise<Result<Answer<E>>>,
): void {
  serve(app, endpoint, async (request) => {
    const parsed = readCall(endpoint, request, context.publicUrl);
    return parsed.ok ? run(parsed.value) : parsed;
  });
}

function serve<E extends Endpoint>(
  app: FastifyInstance,
  endpoint: E,
  handle: (request: FastifyRequest) => Promise<Result<Answer<E>>>,
): void {
  app.route({
    method: endpoint.method,
    url: endpoint.path.replace(/\{(\w+)\}/g, ':$1'),
    handler: async (request, reply) => {
      const done = await handle(request);
      return done.ok ? answer(endpoint, reply, done.value) : answerProblem(request, reply, done.error);
    },
  });
}

function answer<E extends Endpoint>(endpoint: E, reply: FastifyReply, it: Answer<E>): FastifyReply {
  if (it.location !== undefined) reply.header('Location', it.location);
  if (it.replayed === true) reply.header('Idempotency-Replayed', 'true');
  reply.code(it.status ?? endpoint.status).header('Cache-Control', 'no-store');
  for (const [name, value] of Object.entries(it.headers ?? {})) reply.header(name, value);
  if (it.status === 304) return reply.send();
  const type = it.type ?? endpoint.replyType;
  if (type !== undefined) return reply.type(type).send(it.body);
  if (endpoint.status === 302 || endpoint.status === 204) return reply.send();
  return reply.send(it.body);
}

async function runOnce<E extends Endpoint>(
  db: Db,
  endpoint: E,
  operation: Operation<E>,
  call: AuthorisedCall<E>,
): Promise<Result<Answer<E>>> {
  const prepared = (await operation.prepare?.(call)) ?? ok(null);
  if (!prepared.ok) return prepared;
  return endpoint.method === 'GET' || operation.ownTransactions === true
    ? operation.run(call, db)
    : inTransaction(db, (tx) => operation.run(call, tx));
}

async function runKeyed<E extends Endpoint>(
  db: Db,
  endpoint: E,
  operation: Operation<E>,
  call: AuthorisedCall<E>,
  keyed: KeyedRequest,
): Promise<Result<Answer<E>>> {
  if (operation.prepare !== undefined) {
    const earlier = await earlierAnswer(db, keyed);
    if (!earlier.ok) return earlier;
    if (earlier.value === null) {
      const prepared = await operation.prepare(call);
      if (!prepared.ok) return prepared;
    }
  }
  return inTransaction(db, async (tx) => {
    const taken = await takeKey(tx, keyed);
    if (!taken.ok) return taken;
    const earlier = await earlierAnswer(tx, keyed);
    if (!earlier.ok) return earlier;
    if (earlier.value !== null) {
      const { location, body } = earlier.value;
      const renewed = await operation.renew?.(body as z.output<E['reply']>, call, tx);
      if (renewed?.ok) return ok({ ...renewed.value, replayed: true });
      if (renewed != null) return renewed;
      return ok({ body: body as Answer<E>['body'], replayed: true, ...(location === null ? {} : { location }) });
    }
    const done = await operation.run(call, tx);
    if (!done.ok) return done;
    const { body, location = null } = done.value;
    await keepAnswer(tx, keyed, { status: endpoint.status, location, body });
    return done;
  });
}

/** The key of the request; null where it needs and has none. */
function readKey<E extends Endpoint>(endpoint: E, call: AuthorisedCall<E>): Result<KeyedRequest | null> {
  if (endpoint.idempotency === 'none') return ok(null);
  const { request, principal } = call;
  const key = request.headers['idempotency-key'];
  if (key === undefined)
    return endpoint.idempotency === 'accepted' || namesWhatItMakes(call.query, call.body)
      ? ok(null)
      : refuse('IDEMPOTENCY_KEY_REQUIRED');
  if (typeof key !== 'string' || key.length > longestKey || !/^[\x20-\x7e]+$/.test(key) || key.trim() === '')
    return refuse('IDEMPOTENCY_KEY_INVALID');
  const [path] = request.url.split('?');
  const operation = `${endpoint.method} ${path}`;
  return ok({ principal: principal.id, operation, key, sha256: requestSha256(call.query, call.body) });
}

/** Ids that the client made, and contents that are their own name. */
const names = ['inspection_id', 'artifact_id', 'sha256'];

const namesWhatItMakes = (...parts: readonly unknown[]): boolean =>
  parts.some((part) => typeof part === 'object' && part !== null && names.some((name) => Object.hasOwn(part, name)));

function readCall<E extends Endpoint>(endpoint: E, request: FastifyRequest, publicUrl: string | null): Result<Call<E>> {
  const media = wrongMedia(endpoint, request);
  if (media !== null) return { ok: false, error: media };
  const parts = {
    params: endpoint.params.safeParse(request.params ?? {}),
    query: endpoint.query.safeParse(request.query ?? {}),
    body: endpoint.body.safeParse(request.body ?? (endpoint.bodyFormat === 'text' ? '' : {})),
  };
  for (const [part, read] of Object.entries(parts)) {
    if (!read.success) return refuse('REQUEST_INVALID', fieldsOf(part, read.error));
  }
  return ok({
    params: parts.params.data as Call<E>['params'],
    query: parts.query.data as Call<E>['query'],
    body: parts.body.data as Call<E>['body'],
    request,
    baseUrl: publicUrl ?? `${request.protocol}://${request.host}`,
  });
}

const mediaTypes = {
  none: null,
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
  text: 'text/plain',
} as const;

function wrongMedia(endpoint: Endpoint, request: FastifyRequest): ApiProblem | null {
  const wanted = mediaTypes[endpoint.bodyFormat];
  if (wanted === null || request.body === undefined || request.body === null) return null;
  // Clients name a type for a body that they do not send.
  if (request.headers['content-length'] === '0') return null;
  const given = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  return given === wanted ? null : problem('REQUEST_MEDIA_TYPE', { wanted });
}
