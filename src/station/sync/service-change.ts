/** Which service the ledger speaks of. Another one has nothing yet. */
import { ok, type Result } from '../../core/kernel/result.ts';
import type { Database } from '../db/database.ts';
import type { DbError } from '../db/errors.ts';
import { sendAllAgain } from './send-again.ts';
import { forgetSyncState, readSyncState, writeSyncState } from './sync-state.ts';
import { readWitnessKeys } from './witness-keys.ts';

/**
 * Asked before anything is sent there. At another address than before everything waits again, the log from its first
 * entry; whose countersignature is believed is the new one's to say. A service that moved has it all and takes nothing
 * twice. Errors: DB_*.
 */
export function noteService(db: Database, url: string): Result<void, DbError> {
  const { origin } = new URL(url);
  const known = db.read(() => readSyncState(db, 'sent_to'));
  if (!known.ok || known.value === origin) return known.ok ? ok(undefined) : known;
  return db.write<void, never>(() => {
    const before = readSyncState(db, 'sent_to');
    if (before !== null && before !== origin) {
      sendAllAgain(db);
      writeSyncState(db, 'log_copied', 0);
      const { now, former } = readWitnessKeys(db);
      if (now !== null) writeSyncState(db, 'former_witnesses', [now, ...former.filter((key) => key !== now)]);
      forgetSyncState(db, 'witness');
    }
    writeSyncState(db, 'sent_to', origin);
    return ok(undefined);
  });
}
