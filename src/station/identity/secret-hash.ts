/** Argon2id of passwords, PINs, badges and recovery codes, on threads of the library's own. */
import { type IdentityError, identityError } from '../../core/identity/errors.ts';
import { fail, ok, type Result } from '../../core/kernel/result.ts';

/** OWASP Password Storage Cheat Sheet: 19 MiB, 2 passes, 1 lane. About 20 ms of a core. */
const parameters = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 } as const;

/** Loaded with the first secret: most runs of the command line, and every open station, do without it. */
type Argon2 = typeof import('@node-rs/argon2');

/** Errors: IDENTITY_CHECK_FAILED where the library cannot be loaded, or has no memory to work in. */
async function computed<T>(work: (argon2: Argon2) => Promise<T>): Promise<Result<T, IdentityError>> {
  try {
    return ok(await work(await import('@node-rs/argon2')));
  } catch (thrown) {
    const system = thrown instanceof Error && 'code' in thrown ? { system: String(thrown.code) } : {};
    return fail(identityError('IDENTITY_CHECK_FAILED', system));
  }
}

/** PHC string with a salt of its own. Errors: IDENTITY_CHECK_FAILED. */
export const hashSecret = (secret: string): Promise<Result<string, IdentityError>> =>
  computed(({ hash }) => hash(secret, parameters));

/** Of a random text that nobody has: names without a password take as long as others. Same parameters. */
export const nobodysHash =
  '$argon2id$v=19$m=19456,t=2,p=1$A3/ZKG+OERdFkFzxOj8GdA$RxtqnK8gJ1Lkn8hQbSy/MevWh/6EAPZjHCbgMU0IAAE';

/** False for a stored text that is no hash, too: it is nobody's. Errors: IDENTITY_CHECK_FAILED. */
export const matchesSecret = (stored: string, secret: string): Promise<Result<boolean, IdentityError>> =>
  computed(({ verify }) => verify(stored, secret).catch(() => false));

/**
 * 32 bytes that are the same for the same text at the same station, to look a badge up by. `salt`: 16 bytes.
 * Errors: IDENTITY_CHECK_FAILED.
 */
export const hashToLookUp = (secret: string, salt: Uint8Array): Promise<Result<Uint8Array, IdentityError>> =>
  computed(({ hashRaw }) => hashRaw(secret, { ...parameters, salt }));
