import type { FastifyRequest } from 'fastify';
import type { Db } from '../database.ts';
import type { Principal } from '../http/principal.ts';
import { refuse } from '../problems.ts';
import { ok, type Result } from '../result.ts';
import type { AccessTokens } from './access-token.ts';
import { tokenSha256 } from './secrets.ts';

/** Who sends a request: a person by an access token, or a station by its device token. */
export type Authenticate = (request: Pick<FastifyRequest, 'headers'>) => Promise<Result<Principal>>;

export function createAuthenticate(db: Db, accessTokens: AccessTokens): Authenticate {
  return async ({ headers }) => {
    const device = headers['x-api-token'];
    if (typeof device === 'string') return findDevice(db, device);
    const [, bearer] = /^Bearer ([\w.~+/=-]+)$/i.exec(headers.authorization ?? '') ?? [];
    if (bearer === undefined) return refuse('ACCESS_TOKEN_MISSING');
    const principal = await accessTokens.read(bearer);
    return principal === null ? refuse('ACCESS_TOKEN_INVALID') : ok(principal);
  };
}

async function findDevice(db: Db, token: string): Promise<Result<Principal>> {
  const row = await db
    .selectFrom('devices')
    .select(['id', 'station', 'scopes'])
    .where('token_sha256', '=', tokenSha256(token))
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  if (row === undefined) return refuse('ACCESS_TOKEN_INVALID');
  return ok({ kind: 'device', id: row.id, name: row.station, scopes: row.scopes, station: row.station });
}
