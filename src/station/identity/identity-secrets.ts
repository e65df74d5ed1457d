import { randomBytes } from 'node:crypto';
import type { IdentityError } from '../../core/identity/errors.ts';
import { recoveryCode, recoveryCodeBytes } from '../../core/identity/recovery-code.ts';
import { ok, type Result } from '../../core/kernel/result.ts';
import type { Database } from '../db/database.ts';
import { hashSecret } from './secret-hash.ts';

/** What hashes of this station's people rest on. One row, made with the first administrator. */
export interface IdentitySecrets {
  readonly badgeSalt: Uint8Array;
  readonly nameKey: Uint8Array;
  readonly recoveryHash: string;
  /** Of badges that the centre knows; null before it said so. */
  readonly centralBadgeSalt: Uint8Array | null;
}

export function readSecrets(db: Database): IdentitySecrets | null {
  const row = db.get(db.query.selectFrom('identity_secrets').selectAll());
  if (row === undefined) return null;
  return {
    badgeSalt: row.badge_salt,
    nameKey: row.name_key,
    recoveryHash: row.recovery_hash,
    centralBadgeSalt: row.central_badge_salt,
  };
}

export interface NewRecoveryCode {
  /** To be shown this once. */
  readonly code: string;
  readonly hash: string;
}

/** Errors: IDENTITY_CHECK_FAILED. */
export async function makeRecoveryCode(): Promise<Result<NewRecoveryCode, IdentityError>> {
  const code = recoveryCode(randomBytes(recoveryCodeBytes));
  const hash = await hashSecret(code);
  return hash.ok ? ok({ code, hash: hash.value }) : hash;
}

/** Inside a write transaction. 16 bytes. */
export const storeCentralBadgeSalt = (db: Database, salt: Uint8Array): void =>
  void db.run(db.query.updateTable('identity_secrets').set({ central_badge_salt: salt }));

/** Inside a write transaction. The code before is worth nothing from then on. */
export function storeRecoveryHash(db: Database, recoveryHash: string): void {
  if (readSecrets(db) === null)
    db.insert('identity_secrets', {
      id: 1,
      badge_salt: randomBytes(16),
      name_key: randomBytes(32),
      recovery_hash: recoveryHash,
      central_badge_salt: null,
    });
  else db.run(db.query.updateTable('identity_secrets').set({ recovery_hash: recoveryHash }));
}
