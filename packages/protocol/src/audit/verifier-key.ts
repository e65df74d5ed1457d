import { fromBase64, toBase64 } from './base64.ts';
import { type Sha256, sameBytes, toHex } from './digest.ts';
import { publicKeyBytes } from './ed25519.ts';
import { type Parsed, parsed, refused } from './parsed.ts';

/** Signature types that this log knows (C2SP signed-note): the log's own Ed25519, and a witness's timestamped one. */
export const signatureTypes = { log: 0x01, witness: 0x04 } as const;
export type SignatureType = (typeof signatureTypes)[keyof typeof signatureTypes];

/** A public key with the name it signs under. Name and id together name the key on a signature line. */
export interface VerifierKey {
  readonly name: string;
  /** First four bytes of a hash over name, type and key: a label, no proof of anything. 8 hex digits. */
  readonly id: string;
  readonly type: SignatureType;
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
}

const encoder = new TextEncoder();

/** A name on a signature line: not empty, no space of any kind, no control character, no plus. */
export const isKeyName = (name: string): boolean =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what the format forbids.
  /^[^\s\u0000-\u001f\u0085+]+$/u.test(name) && name.isWellFormed();

/** SHA-256(name ‖ 0x0A ‖ type ‖ public key), its first four bytes in hex (C2SP signed-note). */
function keyId(sha256: Sha256, name: string, type: SignatureType, publicKey: Uint8Array): string {
  const head = encoder.encode(`${name}\n`);
  const preimage = new Uint8Array(head.length + 1 + publicKey.length);
  preimage.set(head);
  preimage[head.length] = type;
  preimage.set(publicKey, head.length + 1);
  return toHex(sha256(preimage).slice(0, 4));
}

/** Throws on a name or key that the format has no place for. */
export function verifierKey(sha256: Sha256, name: string, type: SignatureType, publicKey: Uint8Array): VerifierKey {
  if (!isKeyName(name)) throw new RangeError('A key name is empty, or has a space or a plus in it');
  if (publicKey.length !== publicKeyBytes) throw new RangeError('An Ed25519 public key has 32 bytes');
  return { name, type, publicKey, id: keyId(sha256, name, type, publicKey) };
}

/** `<name>+<id>+<base64 of type and key>`, one line. */
export function formatVerifierKey({ name, id, type, publicKey }: VerifierKey): string {
  return `${name}+${id}+${toBase64(Uint8Array.from([type, ...publicKey]))}`;
}

/** Refuses a key whose id is not the one that its name and bytes give. */
export function parseVerifierKey(sha256: Sha256, text: string): Parsed<VerifierKey> {
  const [, name, id, material] = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text) ?? [];
  if (name === undefined || id === undefined || material === undefined || !isKeyName(name)) {
    return refused('A verifier key is written <name>+<id>+<key>');
  }
  const bytes = fromBase64(material);
  if (bytes === null || bytes.length !== 1 + publicKeyBytes)
    return refused('The verifier key has no Ed25519 key in it');
  const type = Object.values(signatureTypes).find((known) => known === bytes[0]);
  if (type === undefined) return refused(`Verifier keys of type ${bytes[0]} are not known here`);
  const key = verifierKey(sha256, name, type, bytes.slice(1));
  return key.id === id ? parsed(key) : refused(`The id of the verifier key is ${key.id}, and not ${id}`);
}

/** The same key under the same name. */
export const sameKey = (a: VerifierKey, b: VerifierKey): boolean =>
  a.name === b.name && a.type === b.type && sameBytes(a.publicKey, b.publicKey);
