import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Answer } from './register-endpoint.ts';

/** Strong entity tag of a text. */
export const etagOf = (text: string): string => `"${createHash('sha256').update(text).digest('hex').slice(0, 32)}"`;

/** The answer with its entity tag; 304 where the client has it. */
export function tagged<Body>(request: FastifyRequest, body: Body, etag: string) {
  const headers = { ETag: etag, 'Cache-Control': 'private, no-cache' };
  return { body, headers, ...(isHeld(request, etag) ? { status: 304 } : {}) } satisfies Answer<never> | object;
}

/** Whether the client has this version already: it is told so, and sent nothing. */
export function isHeld(request: FastifyRequest, etag: string): boolean {
  const has = request.headers['if-none-match']?.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return has?.includes(etag) === true;
}
