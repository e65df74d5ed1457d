import { parseSignedCheckpoint } from './checkpoint.ts';
import type { ComputedTree } from './computed-tree.ts';
import { sameBytes } from './digest.ts';
import { isSignedBy } from './note.ts';
import type { Damage } from './row-damage.ts';
import type { KnownElsewhere, VerifyingTools } from './signed-log.ts';
import type { Anchor } from './stored-log.ts';
import { parseVerifierKey } from './verifier-key.ts';

/** States of the log that are known from elsewhere, to be met on the way through it (rule L12). */
export class KnownStates {
  /** Size and key of the high-water mark; null where there is none, or it is none of this key's. */
  readonly mark: (Anchor & { readonly vkey: string }) | null;
  readonly #states: readonly Anchor[];
  #next = 0;
  /** Size of the newest state that the log has. */
  #met = 0;
  /** The first state that the log does not have, with what was met and what was proven by then. */
  #missed: { readonly size: number; readonly met: number; readonly proven: number } | null = null;

  constructor(tools: VerifyingTools, { anchors, mark }: KnownElsewhere) {
    this.mark = mark === null ? null : readMark(tools, mark);
    const all = this.mark === null ? anchors : [...anchors, this.mark];
    // Every log has the state of no entries.
    this.#states = all.filter(({ size }) => size > 0).sort((a, b) => a.size - b.size);
  }

  /** Compares the tree as it is now. `proven`: entries that signatures prove so far. */
  meet(tree: ComputedTree, proven: number): void {
    for (;;) {
      const state = this.#states[this.#next];
      if (state === undefined || state.size !== tree.size) return;
      this.#next += 1;
      if (sameBytes(state.root, tree.root())) this.#met = state.size;
      else this.#missed ??= { size: state.size, met: this.#met, proven };
    }
  }

  /** That the log does not have a state that it had. `signedSize`: entries that signatures prove in the end. */
  missed(signedSize: number): Damage | null {
    if (this.#missed === null) return null;
    const { size, met, proven } = this.#missed;
    const message = `the log had another root at ${size} entries`;
    // Where a good signature stands over the entries of today as well, the key signed both: its word proves nothing.
    return signedSize >= size
      ? { index: met, damage: 'forked', message }
      : { index: proven, damage: 'rewritten', message };
  }

  /** That the log, or what is signed of it, ends before a state that it had. */
  beyond(size: number, signedSize: number): Damage | null {
    const largest = this.#states.at(-1)?.size ?? 0;
    if (largest > size) {
      return { index: size, damage: 'rolled_back', message: `the log ends at ${size} entries, and had ${largest}` };
    }
    if (this.mark !== null && this.mark.size > signedSize) {
      const message = `the checkpoint of ${this.mark.size} entries is missing`;
      return { index: signedSize, damage: 'checkpoint_replayed', message };
    }
    return null;
  }
}

/** A mark that its own key did not sign would accuse a whole log wrongly, and says nothing. */
function readMark({ sha256, verify }: VerifyingTools, { note, vkey }: NonNullable<KnownElsewhere['mark']>) {
  const key = parseVerifierKey(sha256, vkey);
  const read = parseSignedCheckpoint(note);
  if (!key.ok || !read.ok || !isSignedBy(read.value.note, key.value, verify)) return null;
  const { size, root } = read.value.checkpoint;
  return { size, root, vkey };
}
