import { fail, ok, type Result } from '../kernel/result.ts';
import { type IdentityError, identityError } from './errors.ts';

const pattern = /^[\p{L}\p{N}][\p{L}\p{N}\p{M} ._'’@-]{0,59}$/u;

/** A name as it is stored. Errors: IDENTITY_NAME_INVALID. */
export function cleanName(name: string): Result<string, IdentityError> {
  const clean = name.normalize('NFKC').trim().replaceAll(/\s+/gu, ' ');
  return pattern.test(clean) ? ok(clean) : fail(identityError('IDENTITY_NAME_INVALID'));
}

/** Two names with the same key are the same name: case and forms of letters do not tell people apart. */
export const nameKey = (name: string): string =>
  name.normalize('NFKC').trim().replaceAll(/\s+/gu, ' ').toLowerCase().normalize('NFKC');
