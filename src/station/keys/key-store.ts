/** The private keys of the log's epochs: a file each in the `keys` folder, sealed where the computer has a key store. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  formatVerifierKey,
  fromBase64,
  type NoteSigner,
  parseVerifierKey,
  sameBytes,
  signatureTypes,
  toBase64,
  verifierKey,
} from '@fiducial/protocol/audit';
import { z } from 'zod';
import { fail, ok, type Result } from '../../core/kernel/result.ts';
import { sha256 } from '../digest.ts';
import { makeDurableFolder } from '../durable-folder.ts';
import { destroyFile, readIfThere, writeDurably } from './durable-file.ts';
import { newSecret, openSecret } from './ed25519.ts';
import { type KeyError, keyError } from './errors.ts';
import type { Sealer } from './sealer.ts';

/** A key that can sign now. */
export interface SigningKey {
  /** `<origin>+<hash>+<base64>`. */
  readonly vkey: string;
  readonly signer: NoteSigner;
  readonly sealing: Sealer['kind'];
}

export interface KeyStore {
  /** What this program's own sealer is. */
  readonly sealing: Sealer['kind'];
  /** Makes and stores a key that signs under `name`. Errors: KEY_NOT_STORED. */
  create(name: string): Result<SigningKey, KeyError>;
  /** Errors: KEY_MISSING, KEY_SEALED_ELSEWHERE, KEY_NOT_UNSEALED, KEY_UNREADABLE, KEY_DAMAGED. */
  load(vkey: string): Result<SigningKey, KeyError>;
  /** Destroys a key whose epoch is over, or that no log names. What cannot be removed now is a leftover. */
  destroy(vkey: string): void;
  /** Whether there are keys beside this one: of a crash, or of another program that begins an epoch at this moment. */
  hasLeftovers(vkey: string): boolean;
  /** Destroys every other key. To be called where no other program can be beginning an epoch. */
  destroyLeftovers(vkey: string): void;
}

const keyFile = z.strictObject({
  v: z.literal(1),
  vkey: z.string(),
  sealing: z.enum(['os', 'none']),
  secret: z.string(),
});

/** @param folder Made with the first key. */
export function openKeyStore(folder: string, sealer: Sealer): KeyStore {
  const fileOf = (vkey: string): string => {
    const key = parseVerifierKey(sha256, vkey);
    if (!key.ok) throw new Error(`Not a verifier key: ${key.message}`);
    return join(folder, `${key.value.id}.key`);
  };

  const leftovers = (vkey: string): readonly string[] => {
    const kept = fileOf(vkey);
    const keys = namesIn(folder).filter((name) => /\.key(\.\d+\.tmp)?$/.test(name));
    return keys.map((name) => join(folder, name)).filter((path) => path !== kept);
  };

  return {
    sealing: sealer.kind,

    create(name) {
      const secret = newSecret();
      try {
        const { publicKey, sign } = openSecret(secret);
        const key = verifierKey(sha256, name, signatureTypes.log, publicKey);
        const vkey = formatVerifierKey(key);
        const content = { v: 1, vkey, sealing: sealer.kind, secret: toBase64(sealer.seal(secret)) };
        makeDurableFolder(folder);
        writeDurably(fileOf(vkey), `${JSON.stringify(content)}\n`);
        return ok({ vkey, signer: { key, sign }, sealing: sealer.kind });
      } catch (cause) {
        return fail(keyError('KEY_NOT_STORED', { cause: reasonOf(cause) }));
      } finally {
        secret.fill(0);
      }
    },

    load(vkey) {
      let text: string | null;
      try {
        text = readIfThere(fileOf(vkey));
      } catch (cause) {
        return fail(keyError('KEY_UNREADABLE', { cause: reasonOf(cause) }));
      }
      if (text === null) return fail(keyError('KEY_MISSING'));
      const content = keyFile.safeParse(jsonOf(text));
      const bytes = content.success ? fromBase64(content.data.secret) : null;
      if (!content.success || bytes === null || content.data.vkey !== vkey) return fail(keyError('KEY_DAMAGED'));
      const { sealing } = content.data;
      if (sealing === 'os' && sealer.kind === 'none') return fail(keyError('KEY_SEALED_ELSEWHERE'));
      let secret: Uint8Array;
      try {
        secret = sealing === 'os' ? sealer.unseal(bytes) : bytes;
      } catch {
        return fail(keyError('KEY_NOT_UNSEALED'));
      }
      const opened = signerOf(vkey, secret);
      return opened === null ? fail(keyError('KEY_DAMAGED')) : ok({ vkey, signer: opened, sealing });
    },

    destroy: (vkey) => tryToDestroy(fileOf(vkey)),

    hasLeftovers: (vkey) => leftovers(vkey).length > 0,

    destroyLeftovers(vkey) {
      for (const path of leftovers(vkey)) tryToDestroy(path);
    },
  };
}

/** Null where the secret is not the one of this verifier key. */
function signerOf(vkey: string, secret: Uint8Array): NoteSigner | null {
  const key = parseVerifierKey(sha256, vkey);
  if (!key.ok || secret.length !== 32) return null;
  const { publicKey, sign } = openSecret(secret);
  secret.fill(0);
  return sameBytes(publicKey, key.value.publicKey) ? { key: key.value, sign } : null;
}

function tryToDestroy(path: string): void {
  try {
    destroyFile(path);
  } catch {
    // Still there: `destroyLeftovers` finds it again at the next start.
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The system's code, or the words of a key store: never a secret. */
const reasonOf = (cause: unknown): string =>
  cause instanceof Error && 'code' in cause ? String(cause.code) : cause instanceof Error ? cause.name : 'unknown';
