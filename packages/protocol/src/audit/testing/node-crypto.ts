import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import type { NoteSigner } from '../checkpoint.ts';
import type { Sha256 } from '../digest.ts';
import type { Ed25519Sign, Ed25519Verify } from '../ed25519.ts';
import { type SignatureType, signatureTypes, verifierKey } from '../verifier-key.ts';

/** The functions that a Node host hands in. */
export const sha256: Sha256 = (bytes) => createHash('sha256').update(bytes).digest();

const base64Url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

export const ed25519Verify: Ed25519Verify = (publicKey, message, signature) => {
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: base64Url(publicKey) }, format: 'jwk' });
  return verify(null, message, key, signature);
};

/** The same key for the same number: RFC 8032 has no chance in it. */
function testKey(number: number): { readonly publicKey: Uint8Array; readonly sign: Ed25519Sign } {
  const seed = sha256(new TextEncoder().encode(`test key ${number}`));
  // The DER frame of a PKCS #8 Ed25519 key (RFC 8410), before its 32 bytes.
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const { x } = createPublicKey(key).export({ format: 'jwk' });
  return { publicKey: Buffer.from(x as string, 'base64url'), sign: (message) => sign(null, message, key) };
}

export function testSigner(name: string, number: number, type: SignatureType = signatureTypes.log): NoteSigner {
  const { publicKey, sign: signWith } = testKey(number);
  return { key: verifierKey(sha256, name, type, publicKey), sign: signWith };
}
