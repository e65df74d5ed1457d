import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import type { Ed25519Sign, Ed25519Verify, Sha256 } from '@fiducial/protocol/audit';

/** The functions that the audit formats are given on Node. */
export const sha256: Sha256 = (bytes) => createHash('sha256').update(bytes).digest();

export const ed25519Verify: Ed25519Verify = (publicKey, message, signature) => {
  const x = Buffer.from(publicKey).toString('base64url');
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  return verify(null, message, key, signature);
};

/** Signs with a private key in PKCS #8 DER. */
export function ed25519Signer(pkcs8: Buffer): { readonly publicKey: Uint8Array; readonly sign: Ed25519Sign } {
  const key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
  const { x } = createPublicKey(key).export({ format: 'jwk' });
  return { publicKey: Buffer.from(x as string, 'base64url'), sign: (message) => sign(null, message, key) };
}
