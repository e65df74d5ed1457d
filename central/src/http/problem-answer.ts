import type { Problem } from '@fiducial/protocol/api';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type ApiProblem, problem } from '../problems.ts';

export function answerProblem(request: FastifyRequest, reply: FastifyReply, it: ApiProblem): FastifyReply {
  const body: Problem = { error: it.message, code: it.code, details: it.details, request_id: request.id };
  if (it.retryAfter !== null) reply.header('Retry-After', String(it.retryAfter));
  if (it.status === 401) reply.header('WWW-Authenticate', 'Bearer');
  return reply.code(it.status).type('application/json; charset=utf-8').send(body);
}

/** A refusal from where Fastify takes only errors. */
export class RequestRefused extends Error {
  readonly problem: ApiProblem;
  constructor(it: ApiProblem) {
    super(it.code);
    this.problem = it;
  }
}

/** What a thrown error means to the caller. Only what is known to be no bug of this service is not INTERNAL. */
export function problemOf(error: unknown): ApiProblem {
  if (error instanceof RequestRefused) return error.problem;
  const { code, statusCode } = (error ?? {}) as { code?: unknown; statusCode?: unknown };
  if (isLostDatabase(error)) return problem('DATABASE_UNAVAILABLE');
  switch (code) {
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return problem('REQUEST_MEDIA_TYPE');
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return problem('REQUEST_TOO_LARGE');
    case 'FST_ERR_BAD_URL':
      return problem('REQUEST_NO_SUCH_PATH');
    default:
      return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500
        ? problem('REQUEST_UNREADABLE')
        : problem('INTERNAL');
  }
}

/**
 * Classes of SQLSTATE in which the server, or the way to it, is what failed: connection, a transaction rolled back for
 * another's sake (after every repeat), resources, shutdown, I/O.
 */
const lostClasses = ['08', '40', '53', '57', '58'];
const lostCodes = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'ENOENT'];

/** Whether the database could not be asked: pg has codes for some of it and sentences for the rest. */
export function isLostDatabase(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (typeof code === 'string') {
    if (/^[0-9A-Z]{5}$/.test(code) && lostClasses.includes(code.slice(0, 2))) return true;
    if (lostCodes.includes(code) && (code !== 'ENOENT' || syscall === 'connect')) return true;
  }
  if (error instanceof AggregateError) return error.errors.some(isLostDatabase);
  return /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Cannot use a pool after)/.test(
    error.message,
  );
}
