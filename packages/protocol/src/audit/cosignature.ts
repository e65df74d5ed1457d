import { toBase64 } from './base64.ts';
import { readSize } from './checkpoint.ts';
import { type Ed25519Sign, type Ed25519Verify, signatureBytes, verifies } from './ed25519.ts';
import { type NoteSignature, parseSignature, type SignedNote, signaturesOf } from './note.ts';
import { type Parsed, parsed, refused } from './parsed.ts';
import type { VerifierKey } from './verifier-key.ts';

/** A witness's word (C2SP tlog-cosignature, Ed25519): at `time` this was the largest state it knew of the log. */
export interface Cosignature {
  readonly witness: VerifierKey;
  /** POSIX time in seconds, as the witness's clock had it. */
  readonly time: number;
}

const timeBytes = 8;
const encoder = new TextEncoder();

/** What a witness signs: its own first line, the time, then the checkpoint's body as it stands. */
const message = (time: number, text: string): Uint8Array => encoder.encode(`cosignature/v1\ntime ${time}\n${text}`);

/**
 * The witness's cosignature of a checkpoint's note. Null where there is no line of its; refused where there is one that
 * does not verify: a forged line is worse than none.
 */
export function cosignatureOf(
  note: SignedNote,
  witness: VerifierKey,
  verify: Ed25519Verify,
): Parsed<Cosignature | null> {
  const lines = signaturesOf(note, witness);
  let newest: Cosignature | null = null;
  for (const line of lines) {
    const read = readCosignature(line);
    if (read === null || !verifies(verify, witness.publicKey, message(read.time, note.text), read.signature)) {
      return refused(`The cosignature of ${witness.name} does not verify`);
    }
    if (newest === null || read.time > newest.time) newest = { witness, time: read.time };
  }
  return parsed(newest);
}

/** A signature line as a witness makes it. */
export function cosign(text: string, time: number, witness: VerifierKey, sign: Ed25519Sign): NoteSignature {
  if (!Number.isSafeInteger(time) || time < 0) throw new RangeError('A cosignature has a time in whole seconds');
  const signature = new Uint8Array(timeBytes + signatureBytes);
  new DataView(signature.buffer).setBigUint64(0, BigInt(time));
  signature.set(sign(message(time, text)), timeBytes);
  return { name: witness.name, keyId: witness.id, signature };
}

function readCosignature({ signature }: NoteSignature) {
  if (signature.length !== timeBytes + signatureBytes) return null;
  const time = Number(new DataView(signature.buffer, signature.byteOffset).getBigUint64(0));
  return Number.isSafeInteger(time) ? { time, signature: signature.slice(timeBytes) } : null;
}

/** What a station sends to a witness (C2SP tlog-witness, `add-checkpoint`): where it was, how it grew, where it is. */
export interface WitnessRequest {
  /** Size of the checkpoint that the witness has; 0 where it has none. */
  readonly oldSize: number;
  /** From `oldSize` to the checkpoint's size; empty from 0. */
  readonly proof: readonly Uint8Array[];
  /** The signed note. */
  readonly checkpoint: string;
}

export function formatWitnessRequest({ oldSize, proof, checkpoint }: WitnessRequest): string {
  return `old ${oldSize}\n${proof.map((hash) => `${toBase64(hash)}\n`).join('')}\n${checkpoint}`;
}

/** What the witness answered. Its signature lines are not verified yet: `cosignatureOf` does that on the whole note. */
export type WitnessAnswer =
  | { readonly type: 'cosigned'; readonly signatures: readonly NoteSignature[] }
  /** 409: the witness has another size; ask again from there. */
  | { readonly type: 'other_size'; readonly size: number }
  /** 422: the proof failed. The station's log is not the one that the witness knows. */
  | { readonly type: 'inconsistent' };

/** Reads a witness's answer by its HTTP status. Refused: what the protocol does not know, such as a server's own errors. */
export function readWitnessAnswer(status: number, body: string): Parsed<WitnessAnswer> {
  switch (status) {
    case 200: {
      const signatures = body.replace(/\n$/, '').split('\n').map(parseSignature);
      const read = signatures.filter((signature) => signature !== null);
      if (read.length !== signatures.length) return refused('The witness answered without a signature');
      return parsed({ type: 'cosigned', signatures: read });
    }
    case 409: {
      const size = readSize(body.replace(/\n$/, ''));
      return size === null ? refused('The witness did not say its size') : parsed({ type: 'other_size', size });
    }
    case 422:
      return parsed({ type: 'inconsistent' });
    default:
      return refused(`The witness answered with status ${status}`);
  }
}
