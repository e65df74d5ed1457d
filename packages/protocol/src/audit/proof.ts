import { type Sha256, sameBytes } from './digest.ts';
import { nodeHash, peaks, rootOfPeaks } from './tree.ts';

/**
 * Merkle proofs of RFC 6962 section 2.1.1 and 2.1.2 (RFC 9162: 2.1.3 and 2.1.4). Sizes and indices are exact integers
 * up to 2^53, so halves are taken by division: the bit operators of JavaScript see 32 bits only.
 */

/** Hash of a complete node; asked only for nodes that lie whole within the size of the proof. */
export type NodeReader = (level: number, index: number) => Uint8Array;

/** Path from leaf `index` to the root of the first `size` leaves, the leaf's sibling first. Reads O(log² size) nodes. */
export function inclusionProof(sha256: Sha256, nodeAt: NodeReader, index: number, size: number): readonly Uint8Array[] {
  requireCount(size);
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) throw new RangeError(`No leaf ${index} of ${size}`);
  const path: Uint8Array[] = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const middle = start + splitOf(end - start);
    const left = index < middle;
    path.push(left ? rangeHash(sha256, nodeAt, middle, end) : rangeHash(sha256, nodeAt, start, middle));
    [start, end] = left ? [start, middle] : [middle, end];
  }
  return path.reverse();
}

/** Proof that the first `from` of `to` leaves are the tree of `from` leaves. Empty for equal sizes. */
export function consistencyProof(sha256: Sha256, nodeAt: NodeReader, from: number, to: number): readonly Uint8Array[] {
  requireCount(to);
  if (!Number.isSafeInteger(from) || from < 1 || from > to) {
    throw new RangeError(`No proof from ${from} to ${to} leaves`);
  }
  const path: Uint8Array[] = [];
  let [start, end] = [0, to];
  // Whether the part looked at began as the whole old tree, whose root the verifier knows.
  let whole = true;
  while (from !== end) {
    const middle = start + splitOf(end - start);
    if (from <= middle) {
      path.push(rangeHash(sha256, nodeAt, middle, end));
      end = middle;
    } else {
      path.push(rangeHash(sha256, nodeAt, start, middle));
      start = middle;
      whole = false;
    }
  }
  if (!whole) path.push(rangeHash(sha256, nodeAt, start, end));
  return path.reverse();
}

export interface InclusionClaim {
  readonly index: number;
  readonly size: number;
  /** Leaf hash, 32 bytes. */
  readonly leaf: Uint8Array;
  readonly proof: readonly Uint8Array[];
  /** Root of the first `size` leaves. */
  readonly root: Uint8Array;
}

/** RFC 9162 section 2.1.3.2. */
export function verifyInclusion(sha256: Sha256, { index, size, leaf, proof, root }: InclusionClaim): boolean {
  if (!isCount(index) || !isCount(size) || index >= size || !areHashes([leaf, root, ...proof])) return false;
  let [node, last] = [index, size - 1];
  let hash = leaf;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      hash = nodeHash(sha256, sibling, hash);
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      hash = nodeHash(sha256, hash, sibling);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && sameBytes(hash, root);
}

export interface ConsistencyClaim {
  readonly from: { readonly size: number; readonly root: Uint8Array };
  readonly to: { readonly size: number; readonly root: Uint8Array };
  readonly proof: readonly Uint8Array[];
}

/** RFC 9162 section 2.1.4.2. Nothing is consistent with an empty log but itself: such a proof would say nothing. */
export function verifyConsistency(sha256: Sha256, { from, to, proof }: ConsistencyClaim): boolean {
  if (!isCount(from.size) || !isCount(to.size) || from.size > to.size) return false;
  if (!areHashes([from.root, to.root, ...proof])) return false;
  if (from.size === to.size) return proof.length === 0 && sameBytes(from.root, to.root);
  if (from.size === 0) return false;
  const [first, ...rest] = isPowerOfTwo(from.size) ? [from.root, ...proof] : proof;
  if (first === undefined) return false;
  let [node, last] = [from.size - 1, to.size - 1];
  while (node % 2 === 1) [node, last] = [half(node), half(last)];
  let [older, newer] = [first, first];
  for (const sibling of rest) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      older = nodeHash(sha256, sibling, older);
      newer = nodeHash(sha256, sibling, newer);
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
    } else {
      newer = nodeHash(sha256, newer, sibling);
    }
    [node, last] = [half(node), half(last)];
  }
  return last === 0 && sameBytes(older, from.root) && sameBytes(newer, to.root);
}

/** Hash over the leaves from `start` to before `end`, where `start` is a multiple of the range's largest power of two. */
function rangeHash(sha256: Sha256, nodeAt: NodeReader, start: number, end: number): Uint8Array {
  const hashes = peaks(end - start).map(({ level, index }) => nodeAt(level, start / 2 ** level + index));
  return rootOfPeaks(sha256, hashes);
}

/** Largest power of two below `size`: where RFC 6962 splits a tree. */
function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

const half = (number: number): number => Math.floor(number / 2);
const isPowerOfTwo = (size: number): boolean => 2 ** Math.round(Math.log2(size)) === size;
const isCount = (number: number): boolean => Number.isSafeInteger(number) && number >= 0;
const areHashes = (hashes: readonly Uint8Array[]): boolean => hashes.every(({ length }) => length === 32);

function requireCount(size: number): void {
  if (!isCount(size)) throw new RangeError(`${size} is no number of leaves`);
}
