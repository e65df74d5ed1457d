import { ComputedTree } from './computed-tree.ts';
import { type Sha256, sameBytes } from './digest.ts';
import { type Damage, type ReadRow, readRow, rowDamage } from './row-damage.ts';
import type { StoredEntry, StoredNodes } from './stored-log.ts';
import { leafHasher, nodeHash } from './tree.ts';

export interface Recomputation {
  readonly sha256: Sha256;
  readonly entries: Iterable<StoredEntry>;
  /** Hashes to compare with; null where none are stored. */
  readonly nodes: StoredNodes | null;
  /** Called with the tree after each entry that is whole in itself. */
  readonly after: (tree: ComputedTree, row: ReadRow) => Damage | null;
  /** Called with each complete node as it is computed, leaves included. */
  readonly onNode?: (level: number, index: number, hash: Uint8Array) => void;
}

/**
 * Reads the entries in order, recomputes the tree from their bytes, and compares what is stored beside them; believes
 * nothing and shares no code with what appends. Stops at the first damage. Memory: O(log n).
 */
export function recompute(work: Recomputation): { readonly tree: ComputedTree; readonly damage: Damage | null } {
  const { sha256, nodes, after, onNode } = work;
  const tree = new ComputedTree(sha256);
  const hashLeaf = leafHasher(sha256);
  let previous: ReadRow | null = null;
  let row: ReadRow | null = null;

  const onComplete = (level: number, index: number, hash: Uint8Array): Damage | null => {
    onNode?.(level, index, hash);
    return nodes === null ? null : nodeDamage(sha256, nodes, tree, level, index, hash);
  };
  /** `current` with the one after it, which helps to tell what happened. */
  const check = (current: ReadRow, next: ReadRow | null): Damage | null => {
    const damage = rowDamage({ sha256, nodes, place: tree.size, previous, row: current, next });
    if (damage !== null) return damage;
    onNode?.(0, tree.size, current.leaf);
    return tree.add(current.leaf, onComplete) ?? after(tree, current);
  };

  for (const stored of work.entries) {
    const next = readRow(hashLeaf, stored);
    const damage = row === null ? null : check(row, next);
    if (damage !== null) return { tree, damage };
    previous = row;
    row = next;
  }
  return { tree, damage: row === null ? null : check(row, null) };
}

function nodeDamage(
  sha256: Sha256,
  nodes: StoredNodes,
  tree: ComputedTree,
  level: number,
  index: number,
  hash: Uint8Array,
): Damage | null {
  const stored = nodes.node(level, index);
  if (stored !== undefined && sameBytes(stored, hash)) return null;
  const firstLeaf = index * 2 ** level;
  // The parent was made from the node that was there when the entries were appended.
  const parent = nodes.node(level + 1, Math.floor(index / 2));
  const sibling = index % 2 === 1 ? tree.left(level) : nodes.node(level, index + 1);
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
