import { createHash } from 'node:crypto';
import { canonicalText } from '@fiducial/protocol/audit';
import { sql } from 'kysely';
import type { Db, Tx } from '../database.ts';
import { type ProblemDetails, refuse } from '../problems.ts';
import { ok, type Result } from '../result.ts';

/** A request by its key. `operation` is the method and the path: clients use one key for several calls of a flow. */
export interface KeyedRequest {
  readonly principal: string;
  readonly operation: string;
  readonly key: string;
  /** Of what was asked: query and body. */
  readonly sha256: string;
}

export interface StoredAnswer {
  readonly status: number;
  readonly location: string | null;
  readonly body: unknown;
}

export const requestSha256 = (query: unknown, body: unknown): string =>
  createHash('sha256')
    .update(canonicalText({ query: query ?? null, body: body ?? null }))
    .digest('hex');

/** The answer that was given before; null where there is none yet. */
export async function earlierAnswer(db: Db, request: KeyedRequest): Promise<Result<StoredAnswer | null>> {
  const row = await db
    .selectFrom('idempotency_keys')
    .select(['request_sha256', 'status', 'location', 'body'])
    .where('principal', '=', request.principal)
    .where('operation', '=', request.operation)
    .where('key', '=', request.key)
    .executeTakeFirst();
  if (row === undefined) return ok(null);
  if (row.request_sha256 !== request.sha256) return refuse('IDEMPOTENCY_KEY_REUSED');
  return ok({ status: row.status, location: row.location, body: row.body });
}

/**
 * Takes the key for this transaction, on every copy of the service. Refused while another transaction has it: its answer
 * is not known yet. The lock goes with the transaction, so a copy that dies leaves no key behind that blocks.
 */
export async function takeKey(tx: Tx, { principal, operation, key }: KeyedRequest): Promise<Result<null>> {
  const digest = createHash('sha256')
    .update(JSON.stringify([principal, operation, key]))
    .digest();
  const { rows } = await sql<{ taken: boolean }>`
    SELECT pg_try_advisory_xact_lock(${digest.readBigInt64BE(0).toString()}::bigint) AS taken`.execute(tx);
  return rows[0]?.taken ? ok(null) : refuse('IDEMPOTENCY_IN_FLIGHT', {} satisfies ProblemDetails, 1);
}

/** Keeps the answer in the transaction of its effect, so that neither is there without the other. */
export async function keepAnswer(tx: Tx, request: KeyedRequest, answer: StoredAnswer): Promise<void> {
  const { principal, operation, key, sha256 } = request;
  await tx
    .insertInto('idempotency_keys')
    .values({
      principal,
      operation,
      key,
      request_sha256: sha256,
      status: answer.status,
      location: answer.location,
      body: JSON.stringify(answer.body) as never,
    })
    .execute();
}
