/** The service's witness (C2SP tlog-witness) as a station knows it: it countersigns what follows the state that it has. */
import {
  cosign,
  formatSignature,
  formatVerifierKey,
  type NoteSigner,
  parseSignedCheckpoint,
  signatureTypes,
} from '../../../packages/protocol/src/audit/index.ts';
import { testSigner } from '../../../packages/protocol/src/audit/testing/node-crypto.ts';

/** Who stands behind the same name: the witness itself, or somebody with a key of their own. */
export const witness = testSigner('centre.example/witness', 1, signatureTypes.witness);
export const impostor = testSigner('centre.example/witness', 2, signatureTypes.witness);

export class ModelWitness {
  signer: NoteSigner = witness;
  /** Entries under the newest state that was countersigned. */
  size = 0;

  get vkey(): string {
    return formatVerifierKey(this.signer.key);
  }

  /** Answers `add-checkpoint`. Proofs are for the real one to check (central/src/witness.test.ts). */
  countersign(request: string, nowMs: number): { readonly status: number; readonly body: string } {
    const end = request.indexOf('\n\n');
    const old = Number(/^old (\d+)\n/.exec(`${request.slice(0, end)}\n`)?.[1]);
    const read = parseSignedCheckpoint(request.slice(end + 2));
    if (!read.ok) return { status: 400, body: read.message };
    const { checkpoint, note } = read.value;
    if (old !== this.size || old > checkpoint.size) return { status: 409, body: `${this.size}\n` };
    this.size = checkpoint.size;
    const { key, sign } = this.signer;
    return { status: 200, body: formatSignature(cosign(note.text, Math.floor(nowMs / 1000), key, sign)) };
  }
}
