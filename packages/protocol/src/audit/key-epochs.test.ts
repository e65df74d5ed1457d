import { describe, expect, it } from 'vitest';
import { KeyEpochs } from './key-epochs.ts';
import { sha256, testSigner } from './testing/node-crypto.ts';
import { sampleEntry } from './testing/sample-log.ts';
import { epochEntry, origin, witness } from './testing/sample-signed-log.ts';
import { formatVerifierKey } from './verifier-key.ts';

const key = (seed: number, name = origin): string => formatVerifierKey(testSigner(name, seed).key);

/** What is said of the last of these keys; the hand-overs before it are signed. */
function lastOf(vkeys: readonly string[], isLost = false) {
  const epochs = new KeyEpochs(sha256);
  const found = vkeys.map((_, at) => {
    const damage = epochs.take(sampleEntry(at, epochEntry(vkeys.slice(0, at + 1), isLost && at > 0)));
    epochs.signed(at + 1);
    return damage;
  });
  expect(found.slice(0, -1)).toEqual(found.slice(1).map(() => null));
  return found.at(-1);
}

describe('L6: a later key epoch', () => {
  it('may begin with a key of the same log that it had not before', () => {
    expect(lastOf([key(1), key(2), key(3)])).toBe(null);
  });

  it.each([
    ['a key that the log had before, which a thief may have by now', [key(1), key(2), key(1)]],
    ['the key that it ends', [key(1), key(1)]],
    ['the key of another log', [key(1), key(2, 'fiducial.audit/local/bench-2')]],
    ['a witness’s key', [key(1), formatVerifierKey(witness.key)]],
  ])('does not begin with %s', (_, vkeys) => {
    const spliced = { damage: 'epoch_spliced', index: vkeys.length - 1 };
    expect(lastOf(vkeys)).toMatchObject(spliced);
    expect(lastOf(vkeys, true)).toMatchObject(spliced);
  });
});
