import { createCipheriv, createDecipheriv, generateKeyPairSync, randomBytes } from 'node:crypto';
import {
  type Ed25519Sign,
  formatVerifierKey,
  signatureTypes,
  type VerifierKey,
  verifierKey,
} from '@fiducial/protocol/audit';
import { ed25519Signer, sha256 } from '../adapters/node-crypto.ts';
import type { Db } from '../database.ts';
import { recordActivity } from '../repositories/activity.ts';

/** Who countersigns: one key for all copies of the service. */
export interface Witness {
  readonly key: VerifierKey;
  readonly vkey: string;
  readonly sign: Ed25519Sign;
}

const name = 'fiducial.central/witness';

/**
 * The witness's key, made on first use. It lies in the database sealed (AES-256-GCM) with a key from the service's
 * secret, so a copy of the database alone cannot sign. Throws where it was sealed with another secret: what to do then is said.
 */
export async function openWitness(db: Db, sealingKey: Uint8Array): Promise<Witness> {
  const find = () => db.selectFrom('witness_keys').selectAll().where('name', '=', name).executeTakeFirst();
  if ((await find()) === undefined) {
    await db
      .insertInto('witness_keys')
      .values(newKey(sealingKey))
      .onConflict((conflict) => conflict.column('name').doNothing())
      .execute();
  }
  const row = (await find())!;
  const { publicKey, sign } = ed25519Signer(unseal(Buffer.from(row.sealed), sealingKey));
  return { key: verifierKey(sha256, name, signatureTypes.witness, publicKey), vkey: row.vkey, sign };
}

/** Begins a new key: the secret of the one before is lost. Stations believe it when an administrator of each accepted it. */
export const renewWitness = (db: Db, sealingKey: Uint8Array, principal: string): Promise<string> =>
  db.transaction().execute(async (tx) => {
    const row = newKey(sealingKey);
    const before = await tx.deleteFrom('witness_keys').where('name', '=', name).returning('vkey').executeTakeFirst();
    await tx.insertInto('witness_keys').values(row).execute();
    await recordActivity(tx, {
      principal,
      action: 'witness.key_begun',
      objectType: 'witness',
      objectId: name,
      details: { before: before?.vkey ?? null, after: row.vkey },
      requestId: null,
    });
    return row.vkey;
  });

function newKey(sealingKey: Uint8Array) {
  const pkcs8 = generateKeyPairSync('ed25519').privateKey.export({ format: 'der', type: 'pkcs8' });
  const vkey = formatVerifierKey(verifierKey(sha256, name, signatureTypes.witness, ed25519Signer(pkcs8).publicKey));
  return { name, vkey, sealed: seal(pkcs8, sealingKey) };
}

const nonceBytes = 12;
const tagBytes = 16;

function seal(secret: Buffer, key: Uint8Array): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  return Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
}

function unseal(sealed: Buffer, key: Uint8Array): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes));
  decipher.setAuthTag(sealed.subarray(-tagBytes));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, -tagBytes)), decipher.final()]);
  } catch (cause) {
    const what = 'The witness’s key was sealed with another JWT_SECRET';
    throw new Error(`${what}: set that one, or where it is lost for good run "witness new-key"`, { cause });
  }
}
