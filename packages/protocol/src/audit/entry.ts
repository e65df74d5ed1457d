import { z } from 'zod';
import { canonicalBytes } from './canonical.ts';
import { sameBytes } from './digest.ts';
import { scanEntry } from './entry-grammar.ts';

/** Largest entry in bytes; the tile format (C2SP tlog-tiles) counts an entry's length in 16 bits. */
export const maxEntryBytes = 65_535;

// Refuses what is no UTF-8 instead of repairing it, and keeps a byte order mark in sight.
const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/);
/** Integers and strings only: a float has no one way to be written that every verifier's language shares. */
const fieldValue = z.union([z.string(), z.int()]);
const fieldName = z.string().regex(/^[a-z][a-z0-9_]*$/);
const fields = z.record(fieldName, fieldValue);

/** One line of the audit log, format version 1. Every field is always there; what does not apply is empty. */
export const auditEntrySchema = z.strictObject({
  v: z.literal(1),
  /** Place in the log, from 0 without gaps; the index of the Merkle leaf. */
  seq: z.int().nonnegative(),
  /** Wall clock, UTC, ISO 8601 with milliseconds. May jump; `mono` tells. */
  time: z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/),
  /** Milliseconds since the boot named by `boot`. */
  mono: z.strictObject({ ms: z.int().nonnegative(), boot: z.string().min(1) }),
  station: z.string().min(1),
  actor: z.strictObject({ id: z.string().min(1), name: z.string(), role: z.string().min(1) }),
  action: z.string().regex(/^[a-z][a-z_]*(\.[a-z][a-z_]*)+$/),
  object: z.strictObject({ type: z.string().min(1), id: z.string().min(1) }),
  /** In the person's or the program's words; empty where none was asked for. */
  reason: z.string(),
  /** Changed fields only, before and after the change. */
  before: fields,
  after: fields,
  /** SHA-256 of what the entry speaks of (image, golden, model, recipe, result, report): blobs by hash, never inside. */
  refs: z.record(fieldName, sha256Hex),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

export type EncodedEntry =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly code: 'AUDIT_ENTRY_INVALID' | 'AUDIT_ENTRY_TOO_LARGE'; readonly message: string };

/** Checks an entry and gives its canonical bytes (RFC 8785), the preimage of its leaf hash. */
export function encodeEntry(entry: AuditEntry): EncodedEntry {
  const checked = auditEntrySchema.safeParse(entry);
  if (!checked.success) return invalid(z.prettifyError(checked.error));
  if (hasHiddenKey(entry)) return invalid(hiddenKey);
  let bytes: Uint8Array;
  try {
    bytes = canonicalBytes(entry);
  } catch (error) {
    return invalid(error instanceof Error ? error.message : String(error));
  }
  if (bytes.length > maxEntryBytes) {
    const message = `An audit entry of ${bytes.length} bytes is over the limit of ${maxEntryBytes}`;
    return { ok: false, code: 'AUDIT_ENTRY_TOO_LARGE', message };
  }
  return { ok: true, bytes };
}

export type DecodedEntry =
  | { readonly ok: true; readonly entry: AuditEntry; readonly canonical: Uint8Array; readonly exact: boolean }
  | { readonly ok: false; readonly message: string };

/**
 * Reads stored bytes back. `exact` says whether they are the canonical form of what they say, byte for byte;
 * the canonical form is given either way, so that a verifier can tell another spelling from another content.
 */
export function decodeEntry(bytes: Uint8Array): DecodedEntry {
  if (bytes.length > maxEntryBytes) return { ok: false, message: `${bytes.length} bytes are over the limit` };
  const text = entryText(bytes);
  if (text === null) return { ok: false, message: 'The bytes are no UTF-8' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
  if (scanEntry(text) !== null) return { ok: true, entry: value as AuditEntry, canonical: bytes, exact: true };
  const checked = auditEntrySchema.safeParse(value);
  if (!checked.success) return { ok: false, message: z.prettifyError(checked.error) };
  if (hasHiddenKey(value)) return { ok: false, message: hiddenKey };
  const canonical = tryCanonical(value);
  if (canonical === null) return { ok: false, message: 'The entry has text that is not well-formed Unicode' };
  return { ok: true, entry: checked.data, canonical, exact: sameBytes(canonical, bytes) };
}

/** The bytes as text; null where they are no UTF-8, which is never repaired. */
export function entryText(bytes: Uint8Array): string | null {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return null;
  }
}

const hiddenKey = 'A field is named __proto__, which readers overlook';

/** The schema check passes over such a key, and the entry it gives does not have it, while the bytes would. */
function hasHiddenKey(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.hasOwn(value, '__proto__') || Object.values(value).some(hasHiddenKey);
}

function tryCanonical(value: unknown): Uint8Array | null {
  try {
    return canonicalBytes(value);
  } catch {
    return null;
  }
}

const invalid = (message: string): EncodedEntry => ({ ok: false, code: 'AUDIT_ENTRY_INVALID', message });
