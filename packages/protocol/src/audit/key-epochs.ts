import type { Sha256 } from './digest.ts';
import type { AuditEntry } from './entry.ts';
import type { Damage } from './row-damage.ts';
import type { Epoch } from './signed-log.ts';
import { parseVerifierKey, signatureTypes, type VerifierKey } from './verifier-key.ts';

/** Entries that begin a key epoch. */
export const epochActions = { started: 'key.epoch_started', lost: 'key.lost' } as const;

interface KnownEpoch extends Epoch {
  readonly key: VerifierKey;
}

/**
 * The keys that a log's own entries name, in their order (rules L5 to L7 of docs/spec/audit-log.md). Which key signs a
 * state follows from its size alone, so that nothing beside the entries can say otherwise.
 */
export class KeyEpochs {
  readonly #sha256: Sha256;
  readonly #epochs: KnownEpoch[] = [];
  /** Whether the key before the newest has signed its hand-over. */
  #isHandedOver = true;

  constructor(sha256: Sha256) {
    this.#sha256 = sha256;
  }

  get all(): readonly Epoch[] {
    return this.#epochs.map(({ number, vkey, startedSeq, handOver }) => ({ number, vkey, startedSeq, handOver }));
  }

  get newest(): KnownEpoch | undefined {
    return this.#epochs.at(-1);
  }

  /** Takes in an entry; most say nothing about keys. */
  take(entry: AuditEntry): Damage | null {
    if (entry.action !== epochActions.started && entry.action !== epochActions.lost) return null;
    const open = this.unsigned();
    if (open !== null) return open;
    const spliced = (message: string): Damage => ({ index: entry.seq, damage: 'epoch_spliced', message });
    const previous = this.newest;
    const number = (previous?.number ?? 0) + 1;
    const { object, before, after } = entry;
    const vkey = after.vkey;
    if (object.type !== 'key' || object.id !== String(number) || after.epoch !== number || typeof vkey !== 'string') {
      return spliced(`the entry does not begin epoch ${number}`);
    }
    if (before.epoch !== previous?.number || before.vkey !== previous?.vkey) {
      return spliced(`epoch ${number} does not follow the one before it`);
    }
    const key = parseVerifierKey(this.#sha256, vkey);
    if (!key.ok) return spliced(`epoch ${number}: ${key.message}`);
    if (key.value.type !== signatureTypes.log) return spliced(`epoch ${number} begins with a witness's key`);
    if (previous !== undefined && key.value.name !== previous.key.name) return spliced('the key is of another log');
    if (this.#epochs.some((epoch) => epoch.vkey === vkey)) return spliced(`epoch ${number} begins with an old key`);
    const isLost = entry.action === epochActions.lost;
    if (previous === undefined && isLost) return spliced('a first key cannot follow a lost one');
    const handOver = previous === undefined ? 'first' : isLost ? 'lost' : 'signed';
    this.#epochs.push({ number, vkey, startedSeq: entry.seq, handOver, key: key.value });
    this.#isHandedOver = handOver !== 'signed';
    return null;
  }

  /**
   * The key that signs the state of `size` entries: the newest that its entries name, but a hand-over is signed by the
   * key that hands over. Undefined before the first. Asked of the newest state only.
   */
  signerOf(size: number): KnownEpoch | undefined {
    const newest = this.newest;
    return newest?.handOver === 'signed' && newest.startedSeq === size - 1 ? this.#epochs.at(-2) : newest;
  }

  /** Told of a state whose signature is good. */
  signed(size: number): void {
    if (this.newest?.startedSeq === size - 1) this.#isHandedOver = true;
  }

  /** A hand-over that the key before has not signed, once anything follows it. */
  unsigned(): Damage | null {
    const newest = this.newest;
    if (newest === undefined || this.#isHandedOver) return null;
    const message = `epoch ${newest.number} begins without a checkpoint of the key before it`;
    return { index: newest.startedSeq, damage: 'epoch_spliced', message };
  }

  named(vkey: string): KnownEpoch | undefined {
    return this.#epochs.find((epoch) => epoch.vkey === vkey);
  }

  /** The epoch whose key made this note, if any did; tells a splice from a forgery. */
  find(isSigner: (key: VerifierKey) => boolean): Epoch | undefined {
    return this.#epochs.find(({ key }) => isSigner(key));
  }
}
