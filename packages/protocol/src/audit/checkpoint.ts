import { fromBase64, toBase64 } from './base64.ts';
import { type Ed25519Sign, signatureBytes } from './ed25519.ts';
import { formatNote, parseNote, type SignedNote } from './note.ts';
import { type Parsed, parsed, refused } from './parsed.ts';
import type { VerifierKey } from './verifier-key.ts';

/** A state of one log: C2SP tlog-checkpoint, without extension lines. */
export interface Checkpoint {
  /** Which log: `fiducial.audit/<site>/<station>`. */
  readonly origin: string;
  /** Entries in it. */
  readonly size: number;
  /** 32 bytes: the root of the Merkle tree over the first `size` entries. */
  readonly root: Uint8Array;
}

/** The body that is signed: origin, size, root, one a line. */
export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${toBase64(root)}\n`;
}

export function parseCheckpoint(text: string): Parsed<Checkpoint> {
  const lines = text.split('\n');
  const [origin, size, root, end] = lines;
  if (lines.length !== 4 || end !== '') return refused('A checkpoint of this log has three lines');
  if (!origin) return refused('The checkpoint has no origin');
  const count = readSize(size ?? '');
  if (count === null) return refused('The size of the checkpoint is no number of entries');
  const hash = fromBase64(root ?? '');
  if (hash?.length !== 32) return refused('The root of the checkpoint is no SHA-256 hash');
  return parsed({ origin, size: count, root: hash });
}

/** A count of entries as the formats write it: decimal, no leading zero, exact in a double. */
export function readSize(text: string): number | null {
  const size = /^(0|[1-9][0-9]*)$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(size) ? size : null;
}

/** What can sign for a log: its newest key and the function that signs with it. */
export interface NoteSigner {
  readonly key: VerifierKey;
  readonly sign: Ed25519Sign;
}

/** The checkpoint as a signed note. */
export function signCheckpoint(checkpoint: Checkpoint, { key, sign }: NoteSigner): string {
  const text = formatCheckpoint(checkpoint);
  const signature = sign(new TextEncoder().encode(text));
  if (signature.length !== signatureBytes) throw new RangeError('An Ed25519 signature has 64 bytes');
  return formatNote({ text, signatures: [{ name: key.name, keyId: key.id, signature }] });
}

/** A checkpoint read from a signed note; nobody's signature has been checked yet. */
export interface NotedCheckpoint {
  readonly checkpoint: Checkpoint;
  readonly note: SignedNote;
}

export function parseSignedCheckpoint(text: string): Parsed<NotedCheckpoint> {
  const note = parseNote(text);
  if (!note.ok) return note;
  const checkpoint = parseCheckpoint(note.value.text);
  return checkpoint.ok ? parsed({ checkpoint: checkpoint.value, note: note.value }) : checkpoint;
}
