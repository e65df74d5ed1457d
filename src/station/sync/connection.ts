/** How this station is connected to the central service: what a person may know of it. The token is told to nobody. */
import { cosignatureOf, parseNote, parseVerifierKey } from '@fiducial/protocol/audit';
import type { Result } from '../../core/kernel/result.ts';
import type { KnownBucket } from '../../core/sync/bucket-access.ts';
import { logSize } from '../audit/tree-rows.ts';
import type { Database } from '../db/database.ts';
import type { DbError } from '../db/errors.ts';
import { statement } from '../db/statement.ts';
import { sha256 } from '../digest.ts';
import { ed25519Verifier } from '../keys/ed25519.ts';
import type { SiteSettings } from '../settings/site-settings.ts';
import { isBucketFileNamed } from './bucket-file.ts';
import type { ConnectionCredentials, TokenState } from './connection-credentials.ts';
import { type DownKind, readSyncState } from './sync-state.ts';
import { readWitnessKeys } from './witness-keys.ts';

export interface ConnectionState {
  readonly target: SiteSettings['centralSync'];
  readonly token: TokenState;
  /** The bucket that large originals go straight to, without its secret; null: they go by the service's addresses. */
  readonly bucket: KnownBucket | null;
  /** Whether FIDUCIAL_BUCKET_FILE names other credentials, which go before these. */
  readonly bucketByFile: boolean;
  readonly log: {
    readonly size: number;
    /** Entries that the service has. */
    readonly copied: number;
    /** The newest signed state that it has countersigned, and when by its own clock (UTC); null before the first. */
    readonly witnessed: { readonly size: number; readonly at: string; readonly witness: string } | null;
  };
  /** When what comes down was last asked for and is here. UTC. */
  readonly fetched: Readonly<Partial<Record<DownKind, string>>>;
  /** What of it was not taken over, by the code of the reason. */
  readonly refused: Readonly<Partial<Record<DownKind, readonly { readonly name: string; readonly code: string }[]>>>;
}

/** Errors: DB_*. */
export const connectionState = (
  db: Database,
  target: SiteSettings['centralSync'],
  credentials: Pick<ConnectionCredentials, 'tokenState' | 'knownBucket'>,
): Result<ConnectionState, DbError> => {
  const bucket = credentials.knownBucket();
  if (!bucket.ok) return bucket;
  return db.snapshot(() => ({
    target,
    token: credentials.tokenState(target?.url ?? null),
    bucket: bucket.value,
    bucketByFile: isBucketFileNamed(process.env),
    log: { size: logSize(db), copied: readSyncState(db, 'log_copied') ?? 0, witnessed: witnessedState(db) },
    fetched: readSyncState(db, 'fetched') ?? {},
    refused: readSyncState(db, 'refused') ?? {},
  }));
};

interface CosignedRow {
  readonly size: number;
  readonly note: string;
}

/** Null as well where the countersignature does not verify: what cannot be proved is not claimed. */
function witnessedState(db: Database): ConnectionState['log']['witnessed'] {
  const sql = `SELECT size, note || line AS note FROM audit_cosignatures JOIN audit_checkpoints USING (size)
    ORDER BY size DESC LIMIT 1`;
  const row = db.get(statement<CosignedRow>(sql, []));
  const note = row && parseNote(row.note);
  if (row === undefined || !note?.ok) return null;
  const { now, former } = readWitnessKeys(db);
  for (const vkey of [now ?? '', ...former]) {
    const key = parseVerifierKey(sha256, vkey);
    if (!key.ok) continue;
    const cosigned = cosignatureOf(note.value, key.value, ed25519Verifier());
    if (!cosigned.ok || cosigned.value === null) continue;
    const { time, witness } = cosigned.value;
    return { size: row.size, at: new Date(time * 1000).toISOString(), witness: witness.name };
  }
  return null;
}
