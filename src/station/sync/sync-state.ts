/** What sync remembers beside the ledger: small JSON values by name. */
import { z } from 'zod';
import { ok } from '../../core/kernel/result.ts';
import type { Database } from '../db/database.ts';
import { statement } from '../db/statement.ts';

const shapes = {
  /** Entries of the log that the service has, without gaps from the first. */
  log_copied: z.number().int().min(0),
  /** The witness's verifier key, as it was when it first countersigned. */
  witness: z.string(),
  /** Entity tag of the service's list of recipes, once all of it was taken over. */
  recipes_etag: z.string(),
  /** Whether a person stopped sending. */
  paused: z.boolean(),
};
type Shapes = typeof shapes;
type SyncStateName = keyof Shapes;

/** Inside a read or a write. Null where it was never set, or by a version that meant something else. */
export function readSyncState<N extends SyncStateName>(db: Database, name: N): z.output<Shapes[N]> | null {
  const row = db.get(statement<{ readonly value: string }>('SELECT value FROM sync_state WHERE name = ?', [name]));
  const parsed = row && shapes[name].safeParse(JSON.parse(row.value));
  return parsed?.success ? (parsed.data as z.output<Shapes[N]>) : null;
}

/** Inside a write. */
export function writeSyncState<N extends SyncStateName>(db: Database, name: N, value: z.output<Shapes[N]>): void {
  const sql =
    'INSERT INTO sync_state (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value';
  db.run(statement(sql, [name, JSON.stringify(value)]));
}

/** In a transaction of its own. Errors: DB_*. */
export const keepSyncState = <N extends SyncStateName>(db: Database, name: N, value: z.output<Shapes[N]>) =>
  db.patiently(() => db.write<void, never>(() => ok(writeSyncState(db, name, value))));
