/** Whose countersignature of the log is believed: the key that was first seen of a service, or one that a person accepted. */
import { parseVerifierKey, signatureTypes, type VerifierKey } from '@fiducial/protocol/audit';
import { witnessAccepted } from '../../core/audit/entries.ts';
import { type AppError, fail, ok, type Result } from '../../core/kernel/result.ts';
import { syncError } from '../../core/sync/errors.ts';
import { appendEntry } from '../audit/append.ts';
import type { StationContext } from '../context.ts';
import type { Database } from '../db/database.ts';
import type { DbError } from '../db/errors.ts';
import { sha256 } from '../digest.ts';
import { readSyncState, writeSyncState } from './sync-state.ts';

export interface WitnessKeys {
  /** Null before the first countersignature. */
  readonly now: string | null;
  /** Newest first. What they countersigned stays countersigned. */
  readonly former: readonly string[];
}

/** Inside a read or a write. */
export const readWitnessKeys = (db: Database): WitnessKeys => ({
  now: readSyncState(db, 'witness'),
  former: readSyncState(db, 'former_witnesses') ?? [],
});

/** Errors: DB_*. */
export const witnessKeys = (db: Database): Result<WitnessKeys, DbError> => db.snapshot(() => readWitnessKeys(db));

/**
 * A person who was told so by whoever runs the service accepts another key of its witness: from here on that one is
 * believed. One commit with its entry, which holds both keys, so that an auditor sees which key was believed when. The
 * one before is kept, for what it countersigned. Null where it was believed already.
 * Errors: IDENTITY_*, SYNC_WITNESS_KEY, DB_*, AUDIT_*.
 */
export function acceptWitness(
  context: StationContext,
  text: string,
  reason: string,
): Result<VerifierKey | null, AppError> {
  const allowed = context.may('key.change');
  if (!allowed.ok) return allowed;
  const vkey = text.trim();
  const key = parseVerifierKey(sha256, vkey);
  if (!key.ok || key.value.type !== signatureTypes.witness) return fail(syncError('SYNC_WITNESS_KEY'));
  const { db } = context;
  return db.write<VerifierKey | null, AppError>(() => {
    const { now, former } = readWitnessKeys(db);
    if (now === vkey) return ok(null);
    const entry = appendEntry(context, witnessAccepted({ name: key.value.name, before: now, after: vkey, reason }));
    if (!entry.ok) return entry;
    writeSyncState(db, 'witness', vkey);
    const others = [now, ...former].filter((other) => other !== null && other !== vkey);
    writeSyncState(db, 'former_witnesses', others as string[]);
    return ok(key.value);
  });
}
