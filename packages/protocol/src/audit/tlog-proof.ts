import { fromBase64, toBase64 } from './base64.ts';
import { type Checkpoint, parseSignedCheckpoint, readSize } from './checkpoint.ts';
import type { Sha256 } from './digest.ts';
import type { Ed25519Verify } from './ed25519.ts';
import { isSignedBy } from './note.ts';
import { type Parsed, parsed, refused } from './parsed.ts';
import { verifyInclusion } from './proof.ts';
import { leafHash } from './tree.ts';
import { signatureTypes, type VerifierKey } from './verifier-key.ts';

/**
 * Proof that one entry is in a log, in a file of its own (C2SP tlog-proof, `.tlog-proof`). The entry itself is not in it:
 * who verifies brings the bytes, or takes them from `extra`, where this log puts them.
 */
export interface TlogProof {
  /** Opaque and unauthenticated by itself; null where the line is absent. */
  readonly extra: Uint8Array | null;
  /** The entry's place, from 0. */
  readonly index: number;
  readonly proof: readonly Uint8Array[];
  /** The signed note, word for word. */
  readonly checkpoint: string;
}

const firstLine = 'c2sp.org/tlog-proof@v1';
/** 63 levels are more than any log has. */
const maxPath = 63;

export function formatTlogProof({ extra, index, proof, checkpoint }: TlogProof): string {
  const lines = [firstLine, ...(extra === null ? [] : [`extra ${toBase64(extra)}`]), `index ${index}`];
  return `${[...lines, ...proof.map(toBase64)].join('\n')}\n\n${checkpoint}`;
}

export function parseTlogProof(text: string): Parsed<TlogProof> {
  const end = text.indexOf('\n\n');
  if (end < 0) return refused('The proof has no checkpoint');
  const [first, ...head] = text.slice(0, end).split('\n');
  if (first !== firstLine) return refused(`A proof begins with ${firstLine}`);
  const extraLine = head[0]?.startsWith('extra ') ? head.shift() : undefined;
  const extra = extraLine === undefined ? null : fromBase64(extraLine.slice('extra '.length));
  if (extraLine !== undefined && extra === null) return refused('The extra data of the proof is no base64');
  const indexLine = head.shift() ?? '';
  const index = indexLine.startsWith('index ') ? readSize(indexLine.slice('index '.length)) : null;
  if (index === null) return refused('The proof does not say which entry it is of');
  if (head.length > maxPath) return refused('The proof is longer than any log is deep');
  const proof: Uint8Array[] = [];
  for (const line of head) {
    const hash = fromBase64(line);
    if (hash?.length !== 32) return refused('A line of the proof is no SHA-256 hash');
    proof.push(hash);
  }
  return parsed({ extra, index, proof, checkpoint: text.slice(end + 2) });
}

/** What a proof needs from elsewhere. */
export interface ProofTrust {
  readonly sha256: Sha256;
  readonly verify: Ed25519Verify;
  /** Keys of the log, any epoch, got from where the proof did not come from. */
  readonly keys: readonly VerifierKey[];
}

export interface ProvenEntry {
  readonly checkpoint: Checkpoint;
  readonly key: VerifierKey;
}

/** That these bytes are entry `proof.index` of the log that the checkpoint's signer speaks for. */
export function verifyTlogProof(trust: ProofTrust, proof: TlogProof, entry: Uint8Array): Parsed<ProvenEntry> {
  const signed = parseSignedCheckpoint(proof.checkpoint);
  if (!signed.ok) return signed;
  const { checkpoint, note } = signed.value;
  const key = trust.keys
    .filter(({ type, name }) => type === signatureTypes.log && name === checkpoint.origin)
    .find((known) => isSignedBy(note, known, trust.verify));
  if (key === undefined) {
    const signers = note.signatures.map(({ name, keyId }) => `${name}+${keyId}`).join(', ');
    return refused(`The checkpoint is signed as ${signers}, and by no key of this log that is known`);
  }
  const leaf = leafHash(trust.sha256, entry);
  const { size, root } = checkpoint;
  if (!verifyInclusion(trust.sha256, { index: proof.index, size, leaf, proof: proof.proof, root })) {
    return refused(`The proof does not lead from the entry to the log of ${size} entries`);
  }
  return parsed({ checkpoint, key });
}
