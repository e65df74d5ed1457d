import type { Sha256 } from './digest.ts';

/**
 * Merkle tree hashing of RFC 6962 section 2.1, with SHA-256.
 * A node is named by its level (0: leaf) and its index on that level; only nodes over 2^level leaves are named, because
 * those never change once their last leaf is there.
 */
export function leafHash(sha256: Sha256, entry: Uint8Array): Uint8Array {
  const preimage = new Uint8Array(entry.length + 1);
  preimage[0] = 0x00;
  preimage.set(entry, 1);
  return sha256(preimage);
}

/** As `leafHash`, for many entries one after another: the preimage is written into one place, which `sha256` may not keep. */
export function leafHasher(sha256: Sha256): (entry: Uint8Array) => Uint8Array {
  let room = new Uint8Array(4096);
  return (entry) => {
    if (entry.length >= room.length) room = new Uint8Array(entry.length * 2);
    room[0] = 0x00;
    room.set(entry, 1);
    return sha256(room.subarray(0, entry.length + 1));
  };
}

export function nodeHash(sha256: Sha256, left: Uint8Array, right: Uint8Array): Uint8Array {
  const preimage = new Uint8Array(1 + left.length + right.length);
  preimage[0] = 0x01;
  preimage.set(left, 1);
  preimage.set(right, 1 + left.length);
  return sha256(preimage);
}

/** Root of a log without entries: the hash of nothing. */
export const emptyRoot = (sha256: Sha256): Uint8Array => sha256(new Uint8Array(0));

export interface TreeNode {
  readonly level: number;
  readonly index: number;
  readonly hash: Uint8Array;
}

/** Complete subtrees that cover a tree of `size` leaves, largest (leftmost) first: one for each 1 in the binary size. */
export function peaks(size: number): readonly { readonly level: number; readonly index: number }[] {
  const found: { level: number; index: number }[] = [];
  let covered = 0;
  for (let level = Math.floor(Math.log2(Math.max(size, 1))); level >= 0; level -= 1) {
    const width = 2 ** level;
    if (covered + width > size) continue;
    found.push({ level, index: covered / width });
    covered += width;
  }
  return found;
}

/** Root over the peaks' hashes, given as `peaks` orders them. */
export function rootOfPeaks(sha256: Sha256, hashes: readonly Uint8Array[]): Uint8Array {
  const last = hashes.at(-1);
  if (last === undefined) return emptyRoot(sha256);
  return hashes.slice(0, -1).reduceRight((right, left) => nodeHash(sha256, left, right), last);
}

/**
 * Nodes that a new leaf completes, leaf first: level 0, then every ancestor whose right half it finishes.
 * `nodeAt` gives an earlier complete node; it is asked at most log2(index) times, once on average.
 */
export function completedBy(
  sha256: Sha256,
  leafIndex: number,
  leaf: Uint8Array,
  nodeAt: (level: number, index: number) => Uint8Array,
): readonly TreeNode[] {
  const nodes: TreeNode[] = [{ level: 0, index: leafIndex, hash: leaf }];
  let index = leafIndex;
  let hash = leaf;
  for (let level = 0; index % 2 === 1; level += 1) {
    hash = nodeHash(sha256, nodeAt(level, index - 1), hash);
    index = (index - 1) / 2;
    nodes.push({ level: level + 1, index, hash });
  }
  return nodes;
}

/** Root of a whole log from its leaf hashes. Memory: log2(size) hashes. */
export function rootOfLeaves(sha256: Sha256, leaves: Iterable<Uint8Array>): Uint8Array {
  const open: Uint8Array[] = [];
  let size = 0;
  for (const leaf of leaves) {
    let hash = leaf;
    for (let rest = size; rest % 2 === 1; rest = (rest - 1) / 2) {
      hash = nodeHash(sha256, open.pop() as Uint8Array, hash);
    }
    open.push(hash);
    size += 1;
  }
  return rootOfPeaks(sha256, open);
}
