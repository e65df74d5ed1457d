import { type Sha256, sameBytes } from './digest.ts';
import { type Damage, type ReadRow, readRow, rowDamage } from './row-damage.ts';
import type { Anchor, LogReport, StoredEntry, StoredLog } from './stored-log.ts';
import { completedBy, nodeHash, peaks, rootOfPeaks } from './tree.ts';

/**
 * Recomputes a whole log from the bytes of its entries and compares everything that is stored beside them; believes
 * nothing and shares no code with what appends. Stops at the first damage. Memory: O(log n).
 * Without an anchor a log that was rewritten from end to end, or cut with its nodes, cannot be told from a true one.
 */
export function verifyLog(sha256: Sha256, log: StoredLog, anchors: readonly Anchor[] = []): LogReport {
  const tree = new ComputedTree(sha256);
  const bySize = new Map(anchors.map((anchor) => [anchor.size, anchor.root]));
  let proven = 0;
  const check = (): Damage | null => {
    const root = bySize.get(tree.size);
    if (root === undefined || sameBytes(root, tree.root())) {
      if (root !== undefined) proven = tree.size;
      return null;
    }
    return { index: proven, damage: 'rewritten', message: `the log had another root at ${tree.size} entries` };
  };
  const atStart = check();
  if (atStart !== null) return { ok: false, ...atStart };

  for (const { previous, row, next } of windows(sha256, log.entries)) {
    const place = tree.size;
    const damage =
      rowDamage({ sha256, log, place, previous, row, next }) ?? nodeDamage(sha256, log, tree, row) ?? check();
    if (damage !== null) return { ok: false, ...damage };
  }

  const size = tree.size;
  const largest = anchors.reduce((most, anchor) => Math.max(most, anchor.size), 0);
  if (log.nodeCount > size - peaks(size).length || largest > size) {
    const message = `the log ends at ${size} entries, and there were more`;
    return { ok: false, index: size, damage: 'cut_tail', message };
  }
  return { ok: true, size, root: tree.root() };
}

/** Adds the row to the computed tree and compares the nodes it completes with the stored ones. */
function nodeDamage(sha256: Sha256, log: StoredLog, tree: ComputedTree, row: ReadRow): Damage | null {
  for (const { level, index, hash } of tree.add(row.leaf)) {
    const stored = log.node(level, index);
    if (stored !== undefined && sameBytes(stored, hash)) continue;
    const firstLeaf = index * 2 ** level;
    // The parent was made from the node that was there when the entries were appended.
    const parent = log.node(level + 1, Math.floor(index / 2));
    const sibling = index % 2 === 1 ? tree.node(level, index - 1) : log.node(level, index + 1);
    const [left, right] = index % 2 === 1 ? [sibling, hash] : [hash, sibling];
    const entriesAreTrue =
      parent !== undefined &&
      left !== undefined &&
      right !== undefined &&
      sameBytes(nodeHash(sha256, left, right), parent);
    if (stored === undefined || entriesAreTrue || (parent === undefined && level > 1)) {
      const message = `the stored hash ${stored === undefined ? 'is missing' : 'is wrong'} at level ${level}, index ${index}`;
      return { index: firstLeaf, damage: 'node_damaged', message };
    }
    const last = firstLeaf + 2 ** level - 1;
    return { index: firstLeaf, damage: 'edited', message: `entries ${firstLeaf} to ${last} are not those of the tree` };
  }
  return null;
}

/** Tree over the leaves so far; keeps the peaks and the left halves that are still waiting for their right ones. */
class ComputedTree {
  size = 0;
  readonly #sha256: Sha256;
  /** By level: the newest complete node there. */
  readonly #newest: { index: number; hash: Uint8Array }[] = [];

  constructor(sha256: Sha256) {
    this.#sha256 = sha256;
  }

  /** The nodes above the leaf that it completes. */
  add(leaf: Uint8Array) {
    const nodes = completedBy(this.#sha256, this.size, leaf, (level, index) => this.node(level, index) as Uint8Array);
    this.size += 1;
    const before = [...this.#newest];
    for (const { level, index, hash } of nodes) this.#newest[level] = { index, hash };
    this.#left = before;
    return nodes.slice(1);
  }

  /** Left siblings of the nodes that the last leaf completed. */
  #left: { index: number; hash: Uint8Array }[] = [];

  node(level: number, index: number): Uint8Array | undefined {
    return [this.#newest[level], this.#left[level]].find((node) => node?.index === index)?.hash;
  }

  root(): Uint8Array {
    const hashes = peaks(this.size).map(({ level, index }) => this.node(level, index) as Uint8Array);
    return rootOfPeaks(this.#sha256, hashes);
  }
}

/** Each row with the one before and the one after it. */
function* windows(sha256: Sha256, entries: Iterable<StoredEntry>) {
  let previous: ReadRow | null = null;
  let row: ReadRow | null = null;
  for (const stored of entries) {
    const next = readRow(sha256, stored);
    if (row !== null) yield { previous, row, next };
    previous = row;
    row = next;
  }
  if (row !== null) yield { previous, row, next: null };
}
