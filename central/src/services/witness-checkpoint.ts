import {
  type Checkpoint,
  cosign,
  decodeEntry,
  formatNote,
  formatSignature,
  fromBase64,
  isSignedBy,
  KeyEpochs,
  parseSignedCheckpoint,
  type SignedNote,
  verifyConsistency,
} from '@fiducial/protocol/audit';
import { ed25519Verify, sha256 } from '../adapters/node-crypto.ts';
import type { Db } from '../database.ts';
import type { Principal } from '../http/principal.ts';
import { refuse } from '../problems.ts';
import { type AuditLogRow, holdLog, keyEntryTexts, recordWitnessed } from '../repositories/audit.ts';
import { ok, type Result } from '../result.ts';
import { isRootOf } from './audit-copy.ts';
import type { Witness } from './witness-key.ts';

/** What the witness says. `other_size` (409) tells the size that it has, as the protocol asks. */
export type WitnessAnswer =
  | { readonly type: 'cosigned'; readonly lines: string }
  | { readonly type: 'other_size'; readonly size: number };

/**
 * C2SP tlog-witness, `add-checkpoint`: accepts a station's checkpoint only where it is signed by the log's key and proven
 * to contain everything that was witnessed before, then countersigns it. Which key is the log's, its own entries say;
 * what is here of them must have the checkpoint's root. Runs in a transaction that holds the station's log.
 */
export async function witnessCheckpoint(
  db: Db,
  witness: Witness,
  principal: Principal,
  text: string,
  nowSeconds: number,
): Promise<Result<WitnessAnswer>> {
  const request = readRequest(text);
  if (request === null) return refuse('AUDIT_CHECKPOINT_UNREADABLE');
  const { checkpoint, note, oldSize, proof } = request;
  const station = stationOf(checkpoint.origin);
  if (station === null) return refuse('AUDIT_UNKNOWN_LOG');
  if (principal.station !== null && principal.station !== station) return refuse('ACCESS_OTHER_STATION');
  const log = await holdLog(db, station);
  const key = await signerOf(db, station, checkpoint.size);
  if (key === undefined || key.name !== checkpoint.origin) return refuse('AUDIT_UNKNOWN_LOG');
  if (!isSignedBy(note, key, ed25519Verify)) return refuse('AUDIT_CHECKPOINT_UNSIGNED');
  if (oldSize !== log.witnessed_size || oldSize > checkpoint.size)
    return ok({ type: 'other_size', size: log.witnessed_size });
  if (!follows(log, checkpoint, proof)) return refuse('AUDIT_DIFFERS', { size: log.witnessed_size });
  if (checkpoint.size <= log.size && !(await isRootOf(db, station, checkpoint.size, checkpoint.root)))
    return refuse('AUDIT_DIFFERS', { size: checkpoint.size });
  const line = cosign(note.text, nowSeconds, witness.key, witness.sign);
  const lines = formatSignature(line);
  await recordWitnessed(db, station, checkpoint, formatNote({ ...note, signatures: [...note.signatures, line] }));
  return ok({ type: 'cosigned', lines });
}

/** The station of `fiducial.audit/<site>/<station>`, where it is written as a part of a URL; null where it is none. */
function stationOf(origin: string): string | null {
  try {
    return decodeURIComponent(origin.split('/').at(-1) ?? '').replaceAll('\u0000', '') || null;
  } catch {
    return null;
  }
}

function follows(log: AuditLogRow, to: Checkpoint, proof: readonly Uint8Array[]): boolean {
  if (log.witnessed_size === 0 || log.witnessed_root === null) return proof.length === 0;
  return verifyConsistency(sha256, { from: { size: log.witnessed_size, root: log.witnessed_root }, to, proof });
}

/** The key that signs a state of this size, by the entries that are here. */
async function signerOf(db: Db, station: string, size: number) {
  const epochs = new KeyEpochs(sha256);
  for (const text of await keyEntryTexts(db, station)) {
    const decoded = decodeEntry(new TextEncoder().encode(text));
    if (!decoded.ok || decoded.entry.seq >= size) break;
    if (epochs.take(decoded.entry) !== null) return undefined;
    // Whether the key before signed its hand-over is for the log's verifier to say: not every checkpoint comes here.
    epochs.signed(decoded.entry.seq + 1);
  }
  return epochs.signerOf(size)?.key;
}

interface AddCheckpoint {
  readonly oldSize: number;
  readonly proof: readonly Uint8Array[];
  readonly checkpoint: Checkpoint;
  readonly note: SignedNote;
}

/** A log of 2^63 entries has proofs of 63 hashes. */
const longestProof = 63;

function readRequest(text: string): AddCheckpoint | null {
  const end = text.indexOf('\n\n');
  if (end < 0) return null;
  const [old = '', ...lines] = text.slice(0, end).split('\n');
  const [, size] = /^old (0|[1-9][0-9]{0,15})$/.exec(old) ?? [];
  if (size === undefined || !Number.isSafeInteger(Number(size)) || lines.length > longestProof) return null;
  const proof = lines.map(fromBase64).filter((hash) => hash?.length === 32) as Uint8Array[];
  const read = parseSignedCheckpoint(text.slice(end + 2));
  if (proof.length !== lines.length || !read.ok) return null;
  return { oldSize: Number(size), proof, ...read.value };
}
