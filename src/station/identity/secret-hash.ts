/** Argon2id of passwords, PINs, badges and recovery codes, on threads of the library's own. */

/** OWASP Password Storage Cheat Sheet: 19 MiB, 2 passes, 1 lane. About 20 ms of a core. */
const parameters = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 } as const;

/** Loaded with the first secret: most runs of the command line, and every open station, do without it. */
const argon2 = () => import('@node-rs/argon2');

/** PHC string with a salt of its own. */
export async function hashSecret(secret: string): Promise<string> {
  const { hash } = await argon2();
  return hash(secret, parameters);
}

/** Of a random text that nobody has: names without a password take as long as others. Same parameters. */
export const nobodysHash =
  '$argon2id$v=19$m=19456,t=2,p=1$A3/ZKG+OERdFkFzxOj8GdA$RxtqnK8gJ1Lkn8hQbSy/MevWh/6EAPZjHCbgMU0IAAE';

/** False where the check cannot run, too: a check that cannot run counts as failed. */
export async function matchesSecret(stored: string, secret: string): Promise<boolean> {
  const { verify } = await argon2();
  return verify(stored, secret).catch(() => false);
}

/** 32 bytes that are the same for the same text at the same station, to look a badge up by. `salt`: 16 bytes. */
export async function hashToLookUp(secret: string, salt: Uint8Array): Promise<Uint8Array> {
  const { hashRaw } = await argon2();
  return hashRaw(secret, { ...parameters, salt });
}
