/** Ed25519 signature of a model: over the JCS (RFC 8785) form of model.json without its `signature`. ADR 0007. */
import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import canonicalize from 'canonicalize';
import type { AppError } from '../../core/kernel/result.ts';
import { modelError } from './errors.ts';
import { type ModelSignature, signatureSchema } from './model-json.ts';

export type SignatureState =
  | { readonly state: 'signed'; readonly keyId: string }
  | { readonly state: 'refused'; readonly error: AppError };

/** Public keys by key id. */
export type TrustedKeys = ReadonlyMap<string, KeyObject>;

/** First 16 hex digits of the SHA-256 of the key's SPKI DER. */
export function keyId(publicKey: KeyObject): string {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 16);
}

/** Reads every `*.pem` in a folder. A folder that cannot be read trusts no key, so that every check fails. */
export function readTrustedKeys(folder: string): TrustedKeys {
  const keys = new Map<string, KeyObject>();
  try {
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.pem'))) {
      const key = createPublicKey(readFileSync(join(folder, file)));
      if (key.asymmetricKeyType === 'ed25519') keys.set(keyId(key), key);
    }
  } catch {
    return new Map();
  }
  return keys;
}

/** The bytes that are signed. Throws for values that JSON cannot hold. */
function signedBytes(model: Readonly<Record<string, unknown>>): Buffer {
  const { signature: _, ...signed } = model;
  const text = canonicalize(signed);
  if (text === undefined) throw new TypeError('model.json has no canonical form');
  return Buffer.from(text, 'utf8');
}

export function signModel(
  model: Readonly<Record<string, unknown>>,
  privateKey: KeyObject,
  publicKey: KeyObject,
): ModelSignature {
  const value = sign(null, signedBytes(model), privateKey).toString('base64');
  return { algorithm: 'ed25519', key_id: keyId(publicKey), value };
}

const refused = (error: AppError): SignatureState => ({ state: 'refused', error });

/** Checks a parsed model.json. A check that cannot run counts as failed (`MODEL_SIGNATURE`). */
export function checkSignature(model: Readonly<Record<string, unknown>>, keys: TrustedKeys): SignatureState {
  const named = `Model ${String(model.name)}@${String(model.version)}`;
  if (model.signature === null || model.signature === undefined)
    return refused(modelError('MODEL_UNSIGNED', `${named} carries no signature, so its origin is not proven.`));
  const parsed = signatureSchema.safeParse(model.signature);
  if (!parsed.success)
    return refused(modelError('MODEL_SIGNATURE', `${named} has a signature block that cannot be read.`));
  const key = keys.get(parsed.data.key_id);
  if (!key) {
    const text = `${named} is signed with key ${parsed.data.key_id}, which this station does not trust.`;
    return refused(modelError('MODEL_SIGNATURE', text, { keyId: parsed.data.key_id }));
  }
  try {
    if (verify(null, signedBytes(model), key, Buffer.from(parsed.data.value, 'base64')))
      return { state: 'signed', keyId: parsed.data.key_id };
  } catch (cause) {
    return refused(modelError('MODEL_SIGNATURE', `The signature of ${named} could not be checked: ${String(cause)}`));
  }
  const text = `The signature of ${named} does not match: model.json was changed after it was signed.`;
  return refused(modelError('MODEL_SIGNATURE', text, { keyId: parsed.data.key_id }));
}
