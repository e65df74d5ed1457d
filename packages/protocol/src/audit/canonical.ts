import canonicalize from 'canonicalize';

const encoder = new TextEncoder();

/**
 * Canonical JSON of a value as UTF-8 bytes (RFC 8785, JCS): the same content gives the same bytes everywhere.
 * Throws on what JSON cannot carry: NaN, infinities, lone surrogates, cycles, `undefined` at the top.
 */
export function canonicalBytes(value: unknown): Uint8Array {
  return encoder.encode(canonicalText(value));
}

/** As `canonicalBytes`, as text. */
export function canonicalText(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('A value without JSON form cannot be made canonical');
  return text;
}
