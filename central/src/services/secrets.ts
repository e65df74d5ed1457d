import { createHash, hkdfSync, randomBytes } from 'node:crypto';

/** A random token of 256 bits, to be shown once; what is kept is its hash. */
export const newToken = (prefix: string): string => `${prefix}_${randomBytes(32).toString('base64url')}`;

/** Tokens are random, so one round of SHA-256 is enough to keep them. */
export const tokenSha256 = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Keys of their own for each use of the one secret that copies of the service share. */
export const derivedKey = (secret: string, use: 'access-tokens' | 'upload-urls' | 'witness' | 'page'): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', `fiducial-central ${use}`, 32));
