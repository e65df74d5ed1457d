import { formatVerifierKey, signatureTypes, verifierKey } from '@fiducial/protocol/audit';
import { expect, it } from 'vitest';
import { identityError } from '../../core/identity/errors.ts';
import { fail } from '../../core/kernel/result.ts';
import { verifyLogAlone } from '../audit/verify.ts';
import { sha256 } from '../digest.ts';
import { openSignedStation } from '../testing/signed-station.ts';
import { must } from '../testing/station-fixture.ts';
import { acceptWitness, witnessKeys } from './witness-keys.ts';

const vkey = (fill: number): string =>
  formatVerifierKey(verifierKey(sha256, 'centre/witness', signatureTypes.witness, new Uint8Array(32).fill(fill)));

it('a key of the witness is accepted by an administrator, and the log tells it and verifies', () => {
  const { context, db, actions, signer } = openSignedStation();
  const denied = { ...context, may: () => fail(identityError('IDENTITY_FORBIDDEN')) };
  expect(acceptWitness(denied, vkey(1), 'told')).toMatchObject({ error: { code: 'IDENTITY_FORBIDDEN' } });
  expect(must(witnessKeys(db))).toEqual({ now: null, former: [] });

  for (const fill of [1, 2, 1]) must(acceptWitness(context, vkey(fill), 'told'));
  expect(must(witnessKeys(db))).toEqual({ now: vkey(1), former: [vkey(2)] });
  expect(actions().filter((action) => action === 'sync.witness_accepted')).toHaveLength(3);
  signer.checkpoint();
  expect(must(verifyLogAlone(db))).toMatchObject({ ok: true });
});
