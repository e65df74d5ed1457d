import { formatCheckpoint, signCheckpoint } from '../checkpoint.ts';
import { cosign } from '../cosignature.ts';
import type { AuditEntry } from '../entry.ts';
import { formatSignature } from '../note.ts';
import type { KnownElsewhere, SignedLog, StoredCheckpoint } from '../signed-log.ts';
import { peaks, rootOfPeaks } from '../tree.ts';
import { formatVerifierKey, signatureTypes, type VerifierKey } from '../verifier-key.ts';
import { sha256, testSigner } from './node-crypto.ts';
import { buildLog, type OpenLog, sampleBytes, storedLog } from './sample-log.ts';

/** A signed log in memory that can be tampered with. */
export interface OpenSignedLog extends OpenLog {
  checkpoints: StoredCheckpoint[];
  vkeys: string[];
  /** As kept beside the key. */
  mark: { note: string; vkey: string } | null;
}

/** Where a log's keys change and its states are signed. */
export interface LogPlan {
  readonly size: number;
  /** Entries that begin an epoch, ascending; the first one the first epoch. */
  readonly epochsAt: readonly number[];
  /** Those of them whose key before was lost. */
  readonly lostAt?: readonly number[];
  /** A checkpoint every so many entries, and one at the end. */
  readonly every: number;
  /** Whether a witness countersigns the states that are signed on schedule. */
  readonly witnessed?: boolean;
  readonly origin?: string;
  /** Number of the first key; others follow. */
  readonly firstKey?: number;
}

export const origin = 'fiducial.audit/local/bench-1';
export const witness = testSigner('witness.example/w1', 1000, signatureTypes.witness);

const vkeyOf = (plan: LogPlan, epoch: number): string => formatVerifierKey(signerOf(plan, epoch).key);
const signerOf = (plan: LogPlan, epoch: number) => testSigner(plan.origin ?? origin, (plan.firstKey ?? 0) + epoch);

/** The entry at a place: one of the sample log, or one that begins an epoch. */
function entryAt(plan: LogPlan, seq: number): Uint8Array {
  const epoch = plan.epochsAt.indexOf(seq) + 1;
  if (epoch === 0) return sampleBytes(seq);
  const vkeys = plan.epochsAt.slice(0, epoch).map((_, at) => vkeyOf(plan, at + 1));
  return sampleBytes(seq, epochEntry(vkeys, plan.lostAt?.includes(seq) ?? false));
}

/** What an entry says that begins the epoch of the last of these keys. */
export function epochEntry(vkeys: readonly string[], isLost: boolean): Partial<AuditEntry> {
  const epoch = vkeys.length;
  return {
    action: isLost ? 'key.lost' : 'key.epoch_started',
    object: { type: 'key', id: String(epoch) },
    before: epoch === 1 ? {} : { epoch: epoch - 1, vkey: vkeys[epoch - 2] as string },
    after: { epoch, vkey: vkeys[epoch - 1] as string },
    refs: {},
  };
}

/** The number of the epoch whose key signs a state of `size` entries; 0 before the first. */
function epochOf(plan: LogPlan, size: number): number {
  const started = plan.epochsAt.filter((at) => at < size).length;
  const last = plan.epochsAt[started - 1];
  return started > 1 && last === size - 1 && !plan.lostAt?.includes(last) ? started - 1 : started;
}

/** Signs states of a log, as its keys would: entries given, so that a forger's tools are these as well. */
export function signLog(plan: LogPlan, log: OpenLog, from = 0): StoredCheckpoint[] {
  const sizes = log.rows
    .map((_, seq) => seq + 1)
    .filter((size) => size % plan.every === 0 || size === log.rows.length || plan.epochsAt.includes(size - 1));
  return sizes
    .filter((size) => size > from && epochOf(plan, size) > 0)
    .map((size) => ({ size, note: noteAt(plan, log, size) }));
}

export function noteAt(plan: LogPlan, log: OpenLog, size: number, epoch = epochOf(plan, size)): string {
  const hashes = peaks(size).map(({ level, index }) => nodeOf(log, level, index));
  const signer = signerOf(plan, epoch);
  const checkpoint = { origin: signer.key.name, size, root: rootOfPeaks(sha256, hashes) };
  const note = signCheckpoint(checkpoint, signer);
  if (!plan.witnessed || size % plan.every !== 0) return note;
  const line = cosign(formatCheckpoint(checkpoint), 1_790_000_000 + size, witness.key, witness.sign);
  return `${note}${formatSignature(line)}`;
}

/** A complete node, leaves included. */
export const nodeOf = (log: OpenLog, level: number, index: number): Uint8Array =>
  (level === 0 ? log.rows[index]?.leaf : log.nodes.get(`${level}/${index}`)) as Uint8Array;

export function buildSignedLog(plan: LogPlan): OpenSignedLog {
  const log = buildLog(Array.from({ length: plan.size }, (_, seq) => entryAt(plan, seq)));
  const checkpoints = signLog(plan, log);
  const vkeys = plan.epochsAt.map((_, at) => vkeyOf(plan, at + 1));
  const newest = checkpoints.at(-1);
  const mark = newest === undefined ? null : { note: newest.note, vkey: vkeyOf(plan, epochOf(plan, newest.size)) };
  return { ...log, checkpoints, vkeys, mark };
}

export const signedLog = (log: OpenSignedLog): SignedLog => {
  const { entries, node, nodeCount } = storedLog(log);
  return { entries, nodes: { node, nodeCount }, checkpoints: log.checkpoints, vkeys: log.vkeys };
};

/** What the station itself knows beside its database. */
export const besideKey = (log: OpenSignedLog, witnesses: readonly VerifierKey[] = [witness.key]): KnownElsewhere => ({
  anchors: [],
  mark: log.mark,
  vkeys: null,
  witnesses,
});
