import { formatTlogProof, inclusionProof, leafHash, sameBytes, toHex } from '@fiducial/protocol/audit';
import type { IdentityError } from '../../core/identity/errors.ts';
import { fail, ok, type Result } from '../../core/kernel/result.ts';
import type { StationContext } from '../context.ts';
import type { Database } from '../db/database.ts';
import type { DbError } from '../db/errors.ts';
import { statement } from '../db/statement.ts';
import { sha256 } from '../digest.ts';
import { newestCheckpoint, type StoredCheckpoint } from './checkpoint-rows.ts';
import { type AuditError, auditError } from './errors.ts';
import { nodeAt } from './tree-rows.ts';

export interface EntryProof {
  readonly index: number;
  /** Of the signed state that the proof leads to. */
  readonly size: number;
  readonly root: string;
  /** C2SP tlog-proof, at most 4 KiB; the entry's bytes are its extra data, unless they are too long for that. */
  readonly text: string;
}

/** A proof that can be handed on whole, in a mail or under a QR code of a few pages. */
const largestProof = 4096;

/**
 * Proves one entry with the newest signed state; what is not signed yet is signed for it where it can be.
 * Errors: IDENTITY_*, AUDIT_NO_ENTRY, AUDIT_NOT_SIGNED, AUDIT_DAMAGED, DB_*.
 */
export function proveEntry(
  context: StationContext,
  index: number,
): Result<EntryProof, AuditError | DbError | IdentityError> {
  const allowed = context.may('log.export');
  if (!allowed.ok) return allowed;
  const { db, signer } = context;
  const covered = db.read(() => (newestCheckpoint(db)?.size ?? 0) > index);
  if (!covered.ok) return covered;
  if (!covered.value) {
    const signed = signer.checkpoint();
    if (!signed.ok) return signed;
  }
  const proof = db.snapshot(() => proofFrom(db, index));
  return proof.ok ? proof.value : proof;
}

function proofFrom(db: Database, index: number): Result<EntryProof, AuditError> {
  const bytes = entryBytes(db, index);
  if (bytes === null) return fail(auditError('AUDIT_NO_ENTRY', { index }));
  const checkpoint = newestCheckpoint(db);
  if (checkpoint === null || checkpoint.size <= index) return fail(auditError('AUDIT_NOT_SIGNED', { index }));
  // A proof of anything else than the entry that is shown would be worth nothing.
  if (!sameBytes(leafHash(sha256, bytes), nodeAt(db, 0, index))) return fail(auditError('AUDIT_DAMAGED', { index }));
  const { size, root } = checkpoint;
  const whole = textOf(db, index, checkpoint, bytes);
  const text = whole.length <= largestProof ? whole : textOf(db, index, checkpoint, null);
  return ok({ index, size, root: toHex(root), text });
}

function textOf(db: Database, index: number, { size, note }: StoredCheckpoint, extra: Uint8Array | null): string {
  const proof = inclusionProof(sha256, (level, at) => nodeAt(db, level, at), index, size);
  return formatTlogProof({ extra, index, proof, checkpoint: note });
}

function entryBytes(db: Database, index: number): Uint8Array | null {
  const sql = 'SELECT CAST(entry AS BLOB) AS bytes FROM audit_entries WHERE seq = ?';
  return db.get(statement<{ readonly bytes: Uint8Array }>(sql, [index]))?.bytes ?? null;
}
