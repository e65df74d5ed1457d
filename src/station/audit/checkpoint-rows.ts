import { signCheckpoint } from '@fiducial/protocol/audit';
import type { Database } from '../db/database.ts';
import { statement } from '../db/statement.ts';
import type { SigningKey } from '../keys/key-store.ts';
import { rootAt } from './tree-rows.ts';

export interface StoredCheckpoint {
  readonly size: number;
  readonly epoch: number;
  readonly root: Uint8Array;
  /** The signed note. */
  readonly note: string;
  readonly time: string;
}

/** The newest signed state; null before the first. */
export function newestCheckpoint(db: Database): StoredCheckpoint | null {
  const row = db.get(
    db.query
      .selectFrom('audit_checkpoints')
      .select(['size', 'epoch', 'root', 'note', 'made_at as time'])
      .orderBy('size', 'desc')
      .limit(1),
  );
  return row ?? null;
}

const notesQuery = `SELECT size, note || coalesce((SELECT group_concat(line, '') FROM audit_cosignatures cosigned
    WHERE cosigned.size = audit_checkpoints.size), '') AS note
  FROM audit_checkpoints WHERE size <= ? ORDER BY size`;

/** Signed notes in the order of size, each with the lines of who countersigned it. */
export const checkpointsUpTo = (db: Database, size: number) =>
  db.iterate(statement<Pick<StoredCheckpoint, 'size' | 'note'>>(notesQuery, [size]));

export interface EpochRow {
  readonly number: number;
  readonly vkey: string;
  readonly startedSeq: number;
}

/** The epoch that signs now; null before the first. */
export function newestEpoch(db: Database): EpochRow | null {
  const row = db.get(
    db.query
      .selectFrom('audit_epochs')
      .select(['number', 'vkey', 'started_seq as startedSeq'])
      .orderBy('number', 'desc')
      .limit(1),
  );
  return row ?? null;
}

export interface CheckpointToMake {
  readonly size: number;
  readonly epoch: number;
  readonly key: SigningKey;
  readonly time: string;
}

/** Signs the first `size` entries and stores that, inside a transaction. A state that is signed already stays as it is. */
export function insertCheckpoint(
  db: Database,
  { size, epoch, key, time }: CheckpointToMake,
): { readonly note: string; readonly isNew: boolean } {
  const stored = db.get(db.query.selectFrom('audit_checkpoints').select('note').where('size', '=', size));
  if (stored !== undefined) return { note: stored.note, isNew: false };
  const root = rootAt(db, size);
  const note = signCheckpoint({ origin: key.signer.key.name, size, root }, key.signer);
  db.insert('audit_checkpoints', { size, epoch, root, note, made_at: time });
  return { note, isNew: true };
}
