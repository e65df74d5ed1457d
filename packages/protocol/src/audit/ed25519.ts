/** Ed25519 of RFC 8032. Passed in, because Node and browsers each have their own and this package runs on both. */

/** Whether the signature (64 bytes) is the key's (32 bytes) over the message. False for keys and signatures that are none. */
export type Ed25519Verify = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean;

/** The signature (64 bytes) of a message. */
export type Ed25519Sign = (message: Uint8Array) => Uint8Array;

export const publicKeyBytes = 32;
export const signatureBytes = 64;

/** A check that cannot run (no such algorithm, a key the library refuses) counts as failed. */
export function verifies(
  verify: Ed25519Verify,
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (publicKey.length !== publicKeyBytes || signature.length !== signatureBytes) return false;
  try {
    return verify(publicKey, message, signature) === true;
  } catch {
    return false;
  }
}
