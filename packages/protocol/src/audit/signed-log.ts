import type { Sha256 } from './digest.ts';
import type { Ed25519Verify } from './ed25519.ts';
import type { Anchor, DamagedLog, StoredEntry, StoredNodes } from './stored-log.ts';
import type { VerifierKey } from './verifier-key.ts';

/** A signed log as it lies in a database or an export, to be believed only after `verifySignedLog`. */
export interface SignedLog {
  /** In the order of their rows. */
  readonly entries: Iterable<StoredEntry>;
  /** Hashes of complete nodes; null where none are kept, as in an export, whose tiles are compared on their own. */
  readonly nodes: StoredNodes | null;
  /** Every checkpoint that is kept, in the order of size. */
  readonly checkpoints: Iterable<StoredCheckpoint>;
  /** Verifier key of every epoch as it is kept beside the entries, oldest first. */
  readonly vkeys: readonly string[];
}

export interface StoredCheckpoint {
  /** The size that it is kept under. */
  readonly size: number;
  /** The signed note, cosignatures included. */
  readonly note: string;
}

/** What the verifier is told from where the log does not come from. Everything may be empty; then less can be found. */
export interface KnownElsewhere {
  /** States named by reports, proofs, other exports. */
  readonly anchors: readonly Anchor[];
  /** The newest signed state as kept beside the key; null where there is none. */
  readonly mark: { readonly note: string; readonly vkey: string } | null;
  /** Verifier keys got another way; null: none, the log's own are taken at their word. */
  readonly vkeys: readonly string[] | null;
  /** Witnesses whose cosignatures count. */
  readonly witnesses: readonly VerifierKey[];
}

export const nothingKnown: KnownElsewhere = { anchors: [], mark: null, vkeys: null, witnesses: [] };

/** Functions that the host has and this package does not. */
export interface VerifyingTools {
  readonly sha256: Sha256;
  readonly verify: Ed25519Verify;
}

/** How an epoch came about. `lost`: the key before could not sign for it, and the log says so. */
type HandOver = 'first' | 'signed' | 'lost';

export interface Epoch {
  /** From 1. */
  readonly number: number;
  readonly vkey: string;
  /** The entry that names the key. */
  readonly startedSeq: number;
  readonly handOver: HandOver;
}

/** A time at which signed entries were missing, as the log itself tells (`log.rolled_back`). */
export interface ToldRollback {
  readonly seq: number;
  readonly lostFrom: number;
  readonly lostTo: number;
}

interface ProvenLog {
  readonly ok: true;
  readonly size: number;
  readonly root: Uint8Array;
  /** Entries under the newest checkpoint; those after it are whole, and only as good as whoever kept them. */
  readonly signedSize: number;
  /** Entries under the newest checkpoint that a known witness countersigned. */
  readonly witnessedSize: number;
  /** Whose names to read: an epoch after a lost key is no proof of what was before it. */
  readonly epochs: readonly Epoch[];
  readonly rollbacks: readonly ToldRollback[];
  /** Names on signature lines of checkpoints whose keys are not known here: nothing is said about those lines. */
  readonly unknownSigners: readonly string[];
}

export type SignedLogReport = ProvenLog | DamagedLog;
