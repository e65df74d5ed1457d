import { parseSignedCheckpoint } from './checkpoint.ts';
import type { ComputedTree } from './computed-tree.ts';
import { cosignatureOf } from './cosignature.ts';
import { sameBytes } from './digest.ts';
import type { KeyEpochs } from './key-epochs.ts';
import { isSignedBy, type SignedNote } from './note.ts';
import type { Damage } from './row-damage.ts';
import type { KnownElsewhere, StoredCheckpoint, VerifyingTools } from './signed-log.ts';
import type { AuditDamage } from './stored-log.ts';
import type { VerifierKey } from './verifier-key.ts';

/** More would only fill memory. */
const maxNames = 64;

/** How far the log is proven by signatures. */
export class SignedStates {
  /** Entries under the newest good checkpoint, and under the newest that a known witness countersigned. */
  signedSize = 0;
  witnessedSize = 0;
  /** Names on signature lines that nobody here can check. */
  readonly unknownSigners = new Set<string>();
  readonly #tools: VerifyingTools;
  readonly #witnesses: KnownElsewhere['witnesses'];

  constructor(tools: VerifyingTools, { witnesses }: KnownElsewhere) {
    this.#tools = tools;
    this.#witnesses = witnesses;
  }

  /** Checks the checkpoint that is kept for the tree as it is now (rules L8 to L11). */
  check(stored: StoredCheckpoint, tree: ComputedTree, epochs: KeyEpochs): Damage | null {
    const found = (damage: AuditDamage, message: string): Damage => ({
      index: this.signedSize,
      damage,
      message: `the checkpoint of ${stored.size} entries ${message}`,
    });
    const read = parseSignedCheckpoint(stored.note);
    if (!read.ok) return found('checkpoint_forged', `cannot be read: ${read.message}`);
    const { checkpoint, note } = read.value;
    if (checkpoint.size !== stored.size) return found('checkpoint_replayed', `is one of ${checkpoint.size} entries`);
    const signer = epochs.signerOf(stored.size);
    if (signer === undefined) return found('checkpoint_forged', 'is older than the first key');
    if (checkpoint.origin !== signer.key.name) return found('checkpoint_forged', `is of ${checkpoint.origin}`);
    if (!isSignedBy(note, signer.key, this.#tools.verify)) {
      const other = epochs.find((key) => isSignedBy(note, key, this.#tools.verify));
      return other === undefined
        ? found('checkpoint_forged', `is not signed by the key of epoch ${signer.number}`)
        : found('epoch_spliced', `is signed by the key of epoch ${other.number} and not ${signer.number}`);
    }
    if (!sameBytes(checkpoint.root, tree.root())) return found('rewritten', 'is of other entries');
    const cosigned = this.#cosignatures(note);
    if (typeof cosigned === 'string') return found('cosignature_forged', `has a forged line: ${cosigned}`);
    this.signedSize = stored.size;
    if (cosigned) this.witnessedSize = stored.size;
    this.#noteUnknown(note, signer.key);
    epochs.signed(stored.size);
    return null;
  }

  /** Such lines say nothing, as the format asks; that they are there is said, because they could hold anything. */
  #noteUnknown(note: SignedNote, signer: VerifierKey): void {
    const known = [signer, ...this.#witnesses];
    for (const { name, keyId } of note.signatures) {
      if (known.some((key) => key.name === name && key.id === keyId)) continue;
      if (this.unknownSigners.size < maxNames) this.unknownSigners.add(name);
    }
  }

  /** Whether a known witness countersigned; a sentence where a line of one does not verify. */
  #cosignatures(note: SignedNote): boolean | string {
    let isWitnessed = false;
    for (const witness of this.#witnesses) {
      const cosignature = cosignatureOf(note, witness, this.#tools.verify);
      if (!cosignature.ok) return cosignature.message;
      if (cosignature.value !== null) isWitnessed = true;
    }
    return isWitnessed;
  }
}
