/** What sync remembers beside the ledger: small JSON values by name. */
import { z } from 'zod';
import { ok } from '../../core/kernel/result.ts';
import type { Database } from '../db/database.ts';
import { statement } from '../db/statement.ts';

/** What comes down from the service. */
export const downKinds = ['recipes', 'models', 'users'] as const;
export type DownKind = (typeof downKinds)[number];

const shapes = {
  /** Origin of the service that the ledger and what stands below speak of. */
  sent_to: z.string(),
  /** Entries of the log that the service has, without gaps from the first. */
  log_copied: z.number().int().min(0),
  /** The witness's verifier key: as it was when it first countersigned, or as a person accepted it. */
  witness: z.string(),
  /** Those that were believed before, newest first. */
  former_witnesses: z.array(z.string()),
  /** Entity tag of the service's list of recipes, once all of it was taken over. */
  recipes_etag: z.string(),
  /** Entity tags of its lists of models and of people, once all of them was taken over or refused. */
  models_etag: z.string(),
  users_etag: z.string(),
  /** What of those lists was not taken over, by the code of the reason. */
  refused: z.partialRecord(z.enum(downKinds), z.array(z.object({ name: z.string(), code: z.string() })).readonly()),
  /** When what comes down was last asked for and answered, by what it is. */
  fetched: z.partialRecord(z.enum(downKinds), z.iso.datetime({ precision: 3 })),
  /** What Retry-After asked for last. */
  asked_to_wait: z.object({ url: z.string(), bootId: z.string(), untilMs: z.number(), waitMs: z.number() }),
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

/** Inside a write. */
export const forgetSyncState = (db: Database, name: SyncStateName): void =>
  void db.run(statement('DELETE FROM sync_state WHERE name = ?', [name]));

/** Notes inside a write that the service was asked for its recipes, models or users, and that what it said is here now. */
export function noteFetched(db: Database, kind: DownKind, now: string): void {
  writeSyncState(db, 'fetched', { ...readSyncState(db, 'fetched'), [kind]: now });
}

/** Inside a write: what of the list could not be taken over, in the place of what was noted before. */
export function noteRefused(
  db: Database,
  kind: DownKind,
  refused: readonly { readonly name: string; readonly code: string }[],
): void {
  writeSyncState(db, 'refused', { ...readSyncState(db, 'refused'), [kind]: refused });
}

/** In a transaction of its own. Errors: DB_*. */
export const keepSyncState = <N extends SyncStateName>(db: Database, name: N, value: z.output<Shapes[N]>) =>
  db.patiently(() => db.write<void, never>(() => ok(writeSyncState(db, name, value))));
