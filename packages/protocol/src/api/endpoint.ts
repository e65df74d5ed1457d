import type { z } from 'zod';
import type { Scope } from './scopes.ts';

/** How a request's body is written. `none`: a body is not read. */
type BodyFormat = 'none' | 'json' | 'form' | 'text';

/**
 * One operation of the API as data: the server's handler types, the client's calls, the checks of what is sent and the
 * OpenAPI document all follow from it.
 */
export interface Endpoint<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Reply extends z.ZodType = z.ZodType,
> {
  /** `operationId` of the OpenAPI document. */
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Path with parameters in braces. */
  readonly path: `/${string}`;
  readonly summary: string;
  readonly tag: string;
  /** What the caller must be allowed to do; `public` asks for no token. */
  readonly access: Scope | 'public';
  /** `stations`: a device's token is needed, and the record is its own station's; people have no part in it. */
  readonly callers?: 'stations';
  readonly params: Params;
  readonly query: Query;
  readonly bodyFormat: BodyFormat;
  /** Of `json`: an empty body reads as an empty object. Of `text`: a string. */
  readonly body: Body;
  /** Status of success. */
  readonly status: 200 | 201 | 202 | 204 | 302;
  readonly reply: Reply;
  /** Media type of the answer where it is not JSON. */
  readonly replyType?: string;
  /**
   * `required`: refused without an `Idempotency-Key`, unless the request itself names what it makes.
   * `accepted`: the operation is safe to repeat, a key makes its answer the same again.
   * `none`: a key is not looked at. The request is one of its own content (a second one has no second effect), or its
   * answer must not be kept because it is a secret or an address that expires.
   */
  readonly idempotency: 'none' | 'accepted' | 'required';
  /** Codes that only this operation answers with, by status. */
  readonly problems: readonly number[];
}

/** Keeps the schemas' types while checking the shape. */
export const endpoint = <P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  it: Endpoint<P, Q, B, R>,
): Endpoint<P, Q, B, R> => it;
