/** The documents that a bundle is made of beside images and report: their shapes and their bytes (docs/spec/evidence.md). */
import { type AuditEntry, canonicalBytes, sameBytes } from '@fiducial/protocol/audit';
import { z } from 'zod';
import { inOrder } from './archive-form.ts';

export const entryPath = (seq: number): string => `log/${seq}.json`;
export const proofPath = (seq: number): string => `log/${seq}.tlog-proof`;
export const checkpointPath = 'log/checkpoint';
export const keysPath = 'vkeys';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const path = z.string().max(100);

const manifestSchema = z.strictObject({
  files: z.array(z.strictObject({ bytes: z.int().nonnegative(), path, sha256 })),
  format: z.literal('fiducial-evidence'),
  v: z.literal(1),
});
export type Manifest = z.infer<typeof manifestSchema>;

const contentsSchema = z.strictObject({
  /** Indices of the bundle's entries, ascending, without that of the bundle's own making. */
  entries: z.array(z.int().nonnegative()).min(1),
  files: z.array(z.strictObject({ path, sha256 })),
  inspection: z.string().min(1).max(100),
  /** UTC, ISO 8601. */
  made: z.string().max(40),
  /** Of the log. */
  origin: z.string().min(1),
  station: z.string(),
  v: z.literal(1),
});
export type Contents = z.infer<typeof contentsSchema>;

interface FileFacts {
  readonly sha256: string;
  readonly bytes: number;
}

/** E5, of all files but itself. */
export function manifestOf(files: ReadonlyMap<string, FileFacts>): Manifest {
  const listed = inOrder(files.keys()).map((name) => ({ path: name, ...files.get(name)! }));
  return {
    files: listed.map(({ bytes, path: of, sha256: hash }) => ({ bytes, path: of, sha256: hash })),
    format,
    v: 1,
  };
}
const format = 'fiducial-evidence';

/** Files that `contents.json` lists: those that the log speaks of. */
export const isContent = (name: string): boolean =>
  name !== 'manifest.json' && name !== 'contents.json' && name !== keysPath && !name.startsWith('log/');

/** What `verifications.json` and `signatures.json` say of an entry. */
const said = ({ actor, action, after, before, object, reason, seq, time }: AuditEntry) => ({
  actor,
  action,
  after,
  before,
  object,
  reason,
  seq,
  time,
});

/** E10, of the bundle's entries in their order. */
export const verificationsOf = (entries: readonly AuditEntry[], inspection: string): Uint8Array =>
  canonicalBytes(
    entries.filter(({ action, after }) => action === 'verification.set' && after.inspection === inspection).map(said),
  );

/** E10, of the bundle's entries in their order. */
export const signaturesOf = (entries: readonly AuditEntry[], inspection: string): Uint8Array =>
  canonicalBytes(entries.filter((entry) => isSignature(entry, inspection)).map(said));

export const isSignature = ({ action, object }: AuditEntry, inspection: string): boolean =>
  (action === 'board.signed_off' || action === 'board.reopened') && object.id === inspection;

export const parseManifest = (bytes: Uint8Array): Manifest | null => parseCanonical(bytes, manifestSchema);
export const parseContents = (bytes: Uint8Array): Contents | null => parseCanonical(bytes, contentsSchema);

/** A document whose bytes are the canonical form of what they say; null for any other. */
export function parseCanonical<T>(bytes: Uint8Array, schema: z.ZodType<T>): T | null {
  try {
    const json: unknown = JSON.parse(strictUtf8.decode(bytes));
    const parsed = schema.safeParse(json);
    return parsed.success && sameBytes(canonicalBytes(json), bytes) ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Text of a file of the bundle; null where it is no UTF-8. */
export function textOf(bytes: Uint8Array): string | null {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return null;
  }
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
