/** Argon2id of passwords, PINs, badges and recovery codes, on threads of the library's own. */
import { hash, hashRaw, verify } from '@node-rs/argon2';

/** OWASP Password Storage Cheat Sheet: 19 MiB, 2 passes, 1 lane. About 20 ms of a core. */
const parameters = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 } as const;

/** PHC string with a salt of its own. */
export const hashSecret = (secret: string): Promise<string> => hash(secret, parameters);

/** Of a random text that nobody has: names without a password take as long as others. Same parameters. */
export const nobodysHash =
  '$argon2id$v=19$m=19456,t=2,p=1$A3/ZKG+OERdFkFzxOj8GdA$RxtqnK8gJ1Lkn8hQbSy/MevWh/6EAPZjHCbgMU0IAAE';

/** False where the check cannot run, too: a check that cannot run counts as failed. */
export const matchesSecret = (stored: string, secret: string): Promise<boolean> =>
  verify(stored, secret).catch(() => false);

/** 32 bytes that are the same for the same text at the same station, to look a badge up by. `salt`: 16 bytes. */
export const hashToLookUp = (secret: string, salt: Uint8Array): Promise<Uint8Array> =>
  hashRaw(secret, { ...parameters, salt });
