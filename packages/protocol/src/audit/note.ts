import { fromBase64, toBase64 } from './base64.ts';
import { toHex } from './digest.ts';
import { type Ed25519Verify, verifies } from './ed25519.ts';
import { type Parsed, parsed, refused } from './parsed.ts';
import { isKeyName, type VerifierKey } from './verifier-key.ts';

/** A text with signature lines under it (C2SP signed-note). To be believed only after `openNote`. */
export interface SignedNote {
  /** What is signed, with its final newline, without the blank line before the signatures. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

export interface NoteSignature {
  readonly name: string;
  /** 8 hex digits; with the name it says which key. */
  readonly keyId: string;
  readonly signature: Uint8Array;
}

/** The format asks for at least 16. */
const maxSignatures = 64;
const maxCharacters = 100_000;
const encoder = new TextEncoder();
const separator = '\n\n';

export function formatNote({ text, signatures }: SignedNote): string {
  return `${text}\n${signatures.map(formatSignature).join('')}`;
}

/** One signature line with its newline: what a witness answers with, and what is added to a note as it is. */
export function formatSignature({ name, keyId, signature }: NoteSignature): string {
  const id = [0, 2, 4, 6].map((at) => Number.parseInt(keyId.slice(at, at + 2), 16));
  return `— ${name} ${toBase64(Uint8Array.from([...id, ...signature]))}\n`;
}

export function parseNote(note: string): Parsed<SignedNote> {
  if (note.length > maxCharacters) return refused('The note is too long');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what the format forbids.
  if (!note.isWellFormed() || /[\u0000-\u0009\u000b-\u001f]/.test(note)) return refused('The note is no plain text');
  const end = note.lastIndexOf(separator);
  if (end < 0 || !note.endsWith('\n')) return refused('The note has no signatures');
  const lines = note.slice(end + separator.length, -1).split('\n');
  if (lines.length > maxSignatures) return refused('The note has too many signatures');
  const signatures: NoteSignature[] = [];
  for (const line of lines) {
    const signature = parseSignature(line);
    if (signature === null) return refused('A signature line of the note cannot be read');
    signatures.push(signature);
  }
  return parsed({ text: note.slice(0, end + 1), signatures });
}

/** A signature line without its newline; null where it is none. */
export function parseSignature(line: string): NoteSignature | null {
  const [dash, name, encoded, ...rest] = line.split(' ');
  if (dash !== '—' || name === undefined || encoded === undefined || rest.length > 0 || !isKeyName(name)) return null;
  const bytes = fromBase64(encoded);
  if (bytes === null || bytes.length < 5) return null;
  return { name, keyId: toHex(bytes.slice(0, 4)), signature: bytes.slice(4) };
}

/** Lines of the note that say they are of this key. */
export const signaturesOf = (note: SignedNote, key: VerifierKey): readonly NoteSignature[] =>
  note.signatures.filter(({ name, keyId }) => name === key.name && keyId === key.id);

/**
 * Whether the note is signed by the key (type 0x01): at least one line is the key's, and every line that says so verifies.
 * Lines of other keys say nothing, as the format asks.
 */
export function isSignedBy(note: SignedNote, key: VerifierKey, verify: Ed25519Verify): boolean {
  const own = signaturesOf(note, key);
  const message = encoder.encode(note.text);
  return own.length > 0 && own.every(({ signature }) => verifies(verify, key.publicKey, message, signature));
}
