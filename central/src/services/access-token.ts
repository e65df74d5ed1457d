import { jwtVerify, SignJWT } from 'jose';
import type { Principal } from '../http/principal.ts';

const issuer = 'fiducial-central';
/** Seconds. */
export const accessTokenLifetime = 1800;

/** Access tokens (JWT, HS256): every copy of the service can check one without asking anybody. */
export interface AccessTokens {
  make(user: { readonly id: string; readonly username: string; readonly scopes: readonly string[] }): Promise<string>;
  /** Null where it is none, or no longer. */
  read(token: string): Promise<Principal | null>;
}

export function createAccessTokens(key: Uint8Array): AccessTokens {
  return {
    make: ({ id, username, scopes }) =>
      new SignJWT({ scope: scopes.join(' '), name: username })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setIssuer(issuer)
        .setSubject(id)
        .setIssuedAt()
        .setExpirationTime(`${accessTokenLifetime}s`)
        .sign(key),
    async read(token) {
      try {
        const { payload } = await jwtVerify(token, key, { issuer, algorithms: ['HS256'] });
        const { sub, name, scope } = payload;
        if (typeof sub !== 'string' || typeof name !== 'string' || typeof scope !== 'string') return null;
        return { kind: 'user', id: sub, name, scopes: scope.split(' '), station: null };
      } catch {
        return null;
      }
    },
  };
}
