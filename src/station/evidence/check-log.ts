/** The bundle's part of the log: who signed it, and that the entries are in it. Rules E8 and E9. */
import {
  isSignedBy,
  leafHash,
  type NotedCheckpoint,
  parseSignedCheckpoint,
  parseTlogProof,
  parseVerifierKey,
  sameKey,
  type VerifierKey,
  verifyInclusion,
} from '@fiducial/protocol/audit';
import { sha256 } from '../digest.ts';
import { ed25519Verifier } from '../keys/ed25519.ts';
import type { Bundle } from './bundle.ts';
import type { BundleEntries } from './bundle-entries.ts';
import { checkpointPath, entryPath, keysPath, proofPath, textOf } from './documents.ts';
import type { Problems } from './evidence-report.ts';

/** The state of the log that the bundle carries, as far as it could be read. */
export interface SignedState {
  readonly state: NotedCheckpoint | null;
  readonly key: VerifierKey | null;
}

/** E9. */
export function checkSignature(
  { document }: Bundle,
  given: readonly VerifierKey[] | null,
  seen: Problems,
): SignedState {
  const text = textOf(document(checkpointPath) ?? new Uint8Array()) ?? '';
  const state = parseSignedCheckpoint(text);
  if (!state.ok) {
    seen.add('EVIDENCE_CHECKPOINT_FORGED', checkpointPath, `it cannot be read (${state.message})`);
    return { state: null, key: null };
  }
  const { checkpoint, note } = state.value;
  const verify = ed25519Verifier();
  const key = keysIn(document(keysPath), seen).find(
    (known) => known.name === checkpoint.origin && isSignedBy(note, known, verify),
  );
  if (key === undefined) {
    seen.add('EVIDENCE_CHECKPOINT_FORGED', checkpointPath, 'no key of the bundle signed it');
    return { state: state.value, key: null };
  }
  if (given !== null && !given.some((one) => sameKey(one, key)))
    seen.add('EVIDENCE_KEY_UNKNOWN', checkpointPath, `it is signed by ${key.name}+${key.id}`);
  return { state: state.value, key };
}

function keysIn(bytes: Uint8Array | null, seen: Problems): readonly VerifierKey[] {
  const keys = bytes === null ? null : readVerifierKeys(textOf(bytes) ?? '');
  if (keys !== null) return keys;
  seen.add('EVIDENCE_CHECKPOINT_FORGED', keysPath, 'it is no list of verifier keys');
  return [];
}

/** One verifier key a line; null where a line is none, or there is no line. */
export function readVerifierKeys(text: string): readonly VerifierKey[] | null {
  const lines = text.replace(/\n$/, '').split('\n');
  const keys = lines.map((line) => parseVerifierKey(sha256, line));
  return keys.every((key) => key.ok) ? keys.map((key) => key.value) : null;
}

/** E8, of the entries against the checkpoint. */
export function checkProofs(
  { members, document }: Bundle,
  entries: BundleEntries,
  { state }: SignedState,
  seen: Problems,
): void {
  const places = new Set(entries.places);
  for (const path of members.keys()) {
    const [, place] = /^log\/(\d+)\.tlog-proof$/.exec(path) ?? [];
    if (place !== undefined && !places.has(Number(place)))
      seen.add('EVIDENCE_FILE_MISSING', path, 'it proves an entry that is not in the bundle');
  }
  for (const place of entries.places) {
    const path = proofPath(place);
    const why = state === null ? 'there is no state of the log to prove it by' : failureOf(place);
    if (why !== null) seen.add('EVIDENCE_PROOF_FAILED', path, why);
  }
  if (entries.places.length === 0) seen.add('EVIDENCE_PROOF_FAILED', 'log', 'the bundle has no entry of the log');

  function failureOf(place: number): string | null {
    const proof = parseTlogProof(textOf(document(proofPath(place)) ?? new Uint8Array()) ?? '');
    if (!proof.ok) return `it cannot be read (${proof.message})`;
    const { index, proof: path, checkpoint, extra } = proof.value;
    if (index !== place || extra !== null) return 'it is the proof of something else';
    if (checkpoint !== textOf(document(checkpointPath)!)) return 'it leads to another state of the log';
    const { size, root } = state!.checkpoint;
    const leaf = leafHash(sha256, document(entryPath(place)) ?? new Uint8Array());
    return verifyInclusion(sha256, { index, size, leaf, proof: path, root }) ? null : 'it does not lead to the log';
  }
}
