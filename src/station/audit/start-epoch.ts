import { parseVerifierKey } from '@fiducial/protocol/audit';
import { type EpochReason, keyEpochStarted, keyLost } from '../../core/audit/entries.ts';
import { fail, ok, type Result } from '../../core/kernel/result.ts';
import type { StationContext } from '../context.ts';
import type { DbError } from '../db/errors.ts';
import { sha256 } from '../digest.ts';
import type { KeyError } from '../keys/errors.ts';
import type { KeyStore, SigningKey } from '../keys/key-store.ts';
import { appendEntry } from './append.ts';
import { type EpochRow, insertCheckpoint, newestEpoch } from './checkpoint-rows.ts';
import { type AuditError, auditError } from './errors.ts';

export interface EpochOrder {
  readonly reason: EpochReason;
  /** Number of the epoch that is to end, 0 for none: where another program was faster, nothing more is done. */
  readonly ending: number;
  /** Begin a new key although the one before cannot sign for it. */
  readonly lost: boolean;
}

/** What is true after the commit. */
export interface StartedEpoch {
  readonly previous: EpochRow | null;
  readonly key: SigningKey;
  /** Of the checkpoint that covers the start. Its signer is the key before, but for a first or a lost one. */
  readonly checkpoint: { readonly size: number; readonly note: string; readonly vkey: string };
}

export type EpochFailure = DbError | AuditError | KeyError;

/**
 * Begins a key epoch in one transaction: the new key's file is on disk before, the entry that names it and the checkpoint
 * that the old key signs over that entry go in together. A crash in between leaves at most a key file that nobody names.
 * The old key still lies on disk afterwards; `onStarted` runs after the commit and is to destroy it.
 * Errors: DB_*, AUDIT_ENTRY_TOO_LARGE, AUDIT_EPOCH_ENDED, KEY_NOT_STORED; without `lost` also those of loading the old key.
 *
 * @param keyOf What can sign for an epoch.
 */
export function startEpoch(
  context: StationContext,
  keys: KeyStore,
  keyOf: (vkey: string) => Result<SigningKey, KeyError>,
  order: EpochOrder,
  onStarted: (started: StartedEpoch) => void,
): Result<EpochRow, EpochFailure> {
  const { db } = context;
  const made: SigningKey[] = [];
  const outcome = db.write((): Result<EpochRow, EpochFailure> => {
    const previous = newestEpoch(db);
    if ((previous?.number ?? 0) !== order.ending) {
      return fail(auditError('AUDIT_EPOCH_ENDED', { epoch: previous?.number ?? 0 }));
    }
    const old = previous === null ? null : keyOf(previous.vkey);
    if (old !== null && !old.ok && !order.lost) return old;
    const created = keys.create(previous === null ? originOf(context.station) : nameOf(previous.vkey));
    if (!created.ok) return created;
    made.push(created.value);
    const { vkey } = created.value;
    const number = order.ending + 1;
    const facts = { number, vkey, previous };
    const isLost = old !== null && !old.ok;
    const entry = appendEntry(
      context,
      isLost ? keyLost({ ...facts, reason: old.error.code }) : keyEpochStarted({ ...facts, reason: order.reason }),
    );
    if (!entry.ok) return entry;
    const { seq, time } = entry.value;
    const epoch = { number, vkey, startedSeq: seq };
    db.insert('audit_epochs', { number, vkey, started_seq: seq });
    const signsWith = old?.ok ? old.value : created.value;
    const size = seq + 1;
    const { note } = insertCheckpoint(db, { size, epoch: old?.ok ? order.ending : number, key: signsWith, time });
    db.afterCommit(() => onStarted({ previous, key: created.value, checkpoint: { size, note, vkey: signsWith.vkey } }));
    return ok(epoch);
  });
  // Where nobody knows how the commit ended, the key may be the log's; the next start sorts that out.
  if (!outcome.ok && outcome.error.code !== 'DB_COMMIT_UNKNOWN') for (const key of made) keys.destroy(key.vkey);
  return outcome;
}

/** Stays what it is from epoch to epoch, even where the station is given another name: it is the same log. */
const nameOf = (vkey: string): string => {
  const key = parseVerifierKey(sha256, vkey);
  if (!key.ok) throw new Error(`Not a verifier key: ${key.message}`);
  return key.value.name;
};

/** `fiducial.audit/<site>/<station>`; a name on a signature line has no spaces. */
const originOf = (station: string): string => `fiducial.audit/local/${encodeURIComponent(station.toWellFormed())}`;
