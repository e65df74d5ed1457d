import type { Sha256 } from './digest.ts';
import { peaks, rootOfPeaks } from './tree.ts';

/**
 * A tree computed from leaves, one at a time. Kept are the newest left nodes of each level, which are all that later
 * nodes and the root need: log2(size) hashes.
 */
export class ComputedTree {
  size = 0;
  readonly #sha256: Sha256;
  readonly #lefts: Uint8Array[] = [];
  /** 0x01 ‖ left ‖ right, filled anew for each node. */
  readonly #pair = new Uint8Array(65).fill(0x01, 0, 1);

  constructor(sha256: Sha256) {
    this.#sha256 = sha256;
  }

  /** Tells `onNode` of the nodes above the leaf that it completes, lowest first; stops where that answers something. */
  add<T>(leaf: Uint8Array, onNode: (level: number, index: number, hash: Uint8Array) => T | null): T | null {
    let index = this.size;
    let hash = leaf;
    let answer: T | null = null;
    this.size += 1;
    for (let level = 0; ; level += 1) {
      if (index % 2 === 0) {
        this.#lefts[level] = hash;
        return answer;
      }
      this.#pair.set(this.#lefts[level] as Uint8Array, 1);
      this.#pair.set(hash, 33);
      hash = this.#sha256(this.#pair);
      index = (index - 1) / 2;
      answer ??= onNode(level + 1, index, hash);
    }
  }

  /** The newest node of a level that is a left one; the left sibling of whatever was completed there last. */
  left(level: number): Uint8Array {
    return this.#lefts[level] as Uint8Array;
  }

  root(): Uint8Array {
    // What stands alone in a tree is always a left node.
    return rootOfPeaks(
      this.#sha256,
      peaks(this.size).map(({ level }) => this.left(level)),
    );
  }
}
