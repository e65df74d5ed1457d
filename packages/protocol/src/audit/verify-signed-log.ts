import { SignedStates } from './checkpoint-damage.ts';
import type { ComputedTree } from './computed-tree.ts';
import { type AuditEntry, decodeEntry } from './entry.ts';
import { epochActions, KeyEpochs } from './key-epochs.ts';
import { KnownStates } from './known-states.ts';
import { recompute } from './recompute.ts';
import type { Damage, ReadRow } from './row-damage.ts';
import {
  type KnownElsewhere,
  nothingKnown,
  type SignedLog,
  type SignedLogReport,
  type StoredCheckpoint,
  type ToldRollback,
  type VerifyingTools,
} from './signed-log.ts';
import { hasMoreNodes } from './verify.ts';

/**
 * Verifies a whole log in one pass over its entries: their bytes, the tree, the keys they name, every checkpoint by the
 * key of its epoch, hand-overs, witnesses, and what is known from elsewhere. The rules have numbers in
 * docs/spec/audit-log.md. Believes nothing and shares no code with what appends or signs. Memory: O(log n).
 *
 * @param onNode Told of each complete node of the tree as it is computed, leaves included.
 */
export function verifySignedLog(
  tools: VerifyingTools,
  log: SignedLog,
  known: KnownElsewhere = nothingKnown,
  onNode?: (level: number, index: number, hash: Uint8Array) => void,
): SignedLogReport {
  const { sha256 } = tools;
  const epochs = new KeyEpochs(sha256);
  const states = new SignedStates(tools, known);
  const elsewhere = new KnownStates(tools, known);
  const checkpoints = new Ascending(log.checkpoints);
  const rollbacks: ToldRollback[] = [];

  const after = (tree: ComputedTree, { said, stored }: ReadRow): Damage | null => {
    const unsigned = epochs.unsigned();
    if (unsigned !== null) return unsigned;
    if (said !== null && tellingActions.has(said.action)) {
      const entry = wholeEntry(stored.bytes);
      const spliced = epochs.take(entry);
      if (spliced !== null) return spliced;
      if (entry.action === rolledBack) rollbacks.push(toldRollback(entry));
    }
    for (let kept = checkpoints.upTo(tree.size); kept !== null; kept = checkpoints.upTo(tree.size)) {
      const isNext = kept.size === tree.size && kept.size > states.signedSize;
      const damage = isNext ? states.check(kept, tree, epochs) : outOfOrder(kept, states.signedSize);
      if (damage !== null) return damage;
    }
    elsewhere.meet(tree, states.signedSize);
    return null;
  };
  const { nodes, entries } = log;
  const { tree, damage } = recompute({ sha256, entries, nodes, after, ...(onNode && { onNode }) });
  const { size } = tree;
  const first =
    earlier(damage, elsewhere.missed(states.signedSize)) ??
    epochs.unsigned() ??
    cutTail(log, size, checkpoints.upTo(Number.MAX_SAFE_INTEGER)) ??
    elsewhere.beyond(size, states.signedSize) ??
    keyDamage(log, known, epochs, elsewhere);
  if (first !== null) return { ok: false, ...first };
  const { signedSize, witnessedSize } = states;
  const unknownSigners = [...states.unknownSigners];
  return {
    ok: true,
    size,
    root: tree.root(),
    signedSize,
    witnessedSize,
    epochs: epochs.all,
    rollbacks,
    unknownSigners,
  };
}

const rolledBack = 'log.rolled_back';
/** Actions whose entries say something about the log itself; only these are read whole. */
const tellingActions: ReadonlySet<string> = new Set([...Object.values(epochActions), rolledBack]);

/** An entry that `recompute` has found whole. */
function wholeEntry(bytes: Uint8Array): AuditEntry {
  const decoded = decodeEntry(bytes);
  if (!decoded.ok) throw new Error(`Not an audit entry: ${decoded.message}`);
  return decoded.entry;
}

const earlier = (found: Damage | null, missed: Damage | null): Damage | null =>
  found !== null && (missed === null || found.index <= missed.index) ? found : missed;

/** Checkpoints one after another, the next only once the log is as long. */
class Ascending {
  readonly #rest: Iterator<StoredCheckpoint>;
  #next: StoredCheckpoint | null;

  constructor(checkpoints: Iterable<StoredCheckpoint>) {
    this.#rest = checkpoints[Symbol.iterator]();
    this.#next = this.#read();
  }

  /** The next one, where it is of at most `size` entries. */
  upTo(size: number): StoredCheckpoint | null {
    const next = this.#next;
    if (next === null || next.size > size) return null;
    this.#next = this.#read();
    return next;
  }

  #read(): StoredCheckpoint | null {
    const next = this.#rest.next();
    return next.done ? null : next.value;
  }
}

const outOfOrder = ({ size }: StoredCheckpoint, index: number): Damage => {
  return { index, damage: 'checkpoint_replayed', message: `a checkpoint of ${size} entries comes again, or too late` };
};

/** Nodes or checkpoints that speak of more entries than there are. */
function cutTail({ nodes }: SignedLog, size: number, checkpoint: StoredCheckpoint | null): Damage | null {
  if (checkpoint === null && (nodes === null || !hasMoreNodes(nodes.nodeCount, size))) return null;
  return { index: size, damage: 'cut_tail', message: `the log ends at ${size} entries, and there were more` };
}

/** Keys that are kept or known elsewhere against those that the entries name (rules L13 and L14). */
function keyDamage(
  { vkeys }: SignedLog,
  known: KnownElsewhere,
  epochs: KeyEpochs,
  { mark }: KnownStates,
): Damage | null {
  const named = epochs.all;
  const swapped = (index: number, message: string): Damage => ({ index, damage: 'key_swapped', message });
  for (const [at, { vkey, number, startedSeq }] of named.entries()) {
    if (vkeys[at] !== vkey) return swapped(startedSeq, `the key of epoch ${number} is not the one that the log names`);
  }
  const last = named.at(-1);
  if (vkeys.length > named.length) return swapped(last?.startedSeq ?? 0, 'a key is kept that the log does not name');
  if (mark !== null && epochs.named(mark.vkey) === undefined) {
    return swapped(last?.startedSeq ?? 0, 'the newest signed state is of a key that the log does not name');
  }
  if (known.vkeys === null || last === undefined) return null;
  const trusted = named.findLastIndex(({ vkey }) => known.vkeys?.includes(vkey));
  if (trusted < 0) return swapped(named[0]?.startedSeq ?? 0, 'no key of the log is one that is known');
  const alone = named.slice(trusted + 1).find(({ handOver }) => handOver !== 'signed');
  if (alone === undefined) return null;
  return swapped(alone.startedSeq, `nobody vouches for the key of epoch ${alone.number}: the one before it was lost`);
}

function toldRollback({ seq, before, after }: AuditEntry): ToldRollback {
  const sizeOf = (size: unknown): number => (typeof size === 'number' ? size : 0);
  return { seq, lostFrom: sizeOf(after.size), lostTo: sizeOf(before.size) };
}
