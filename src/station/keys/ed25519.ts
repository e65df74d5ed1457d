/** Ed25519 by Node's crypto (OpenSSL; BoringSSL in the window), with keys as their 32 raw bytes. */
import { createPrivateKey, createPublicKey, type KeyObject, randomBytes, sign, verify } from 'node:crypto';
import type { Ed25519Sign, Ed25519Verify } from '@fiducial/protocol/audit';

/** RFC 8410: what stands before the 32 bytes of a private key in PKCS #8. */
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex');

/** 32 random bytes: an Ed25519 private key (RFC 8032 section 5.1.5). */
export const newSecret = (): Uint8Array => randomBytes(32);

/** A private key as what one may do with it. Throws on anything but 32 bytes. */
export function openSecret(secret: Uint8Array): { readonly publicKey: Uint8Array; readonly sign: Ed25519Sign } {
  if (secret.length !== 32) throw new RangeError('An Ed25519 private key has 32 bytes');
  const key = createPrivateKey({ key: Buffer.concat([pkcs8Head, secret]), format: 'der', type: 'pkcs8' });
  const { x } = createPublicKey(key).export({ format: 'jwk' });
  return { publicKey: Buffer.from(x as string, 'base64url'), sign: (message) => sign(null, message, key) };
}

/** A verifier that reads each public key once: a log has many signatures of few keys. */
export function ed25519Verifier(): Ed25519Verify {
  const known = new Map<string, KeyObject>();
  return (publicKey, message, signature) => {
    const x = Buffer.from(publicKey).toString('base64url');
    let key = known.get(x);
    if (key === undefined) {
      key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
      known.set(x, key);
    }
    return verify(null, message, key, signature);
  };
}
