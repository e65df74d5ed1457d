import { sql } from 'kysely';
import type { Db } from '../database.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import { recordEvent } from '../repositories/events.ts';

export interface Retention {
  /** Days that raw images and logs are kept. */
  readonly rawDays: number;
  /** Days that reports and the pictures in them are kept. */
  readonly reportDays: number;
}

export interface Swept {
  readonly artifacts: number;
  readonly reports: number;
}

const atOnce = 500;

/** Milliseconds after which an upload that nobody goes on with is given up. */
const abandonedAfterMs = 7 * 86_400_000;

/** Drops what was sent of uploads that were never confirmed. A station that comes back later sends it again. */
export async function sweepAbandoned(store: ObjectStore, now: () => number = Date.now): Promise<number> {
  const dropped = await store.dropAbandoned(new Date(now() - abandonedAfterMs));
  return dropped.ok ? dropped.value : 0;
}

/**
 * Removes what is older than its retention: bytes first marked in the database, then dropped from the store, so that
 * nothing says it is there when it is not. Inspections themselves stay, and nothing of an inspection that is held goes.
 */
export async function sweepOld(db: Db, store: ObjectStore, { rawDays, reportDays }: Retention): Promise<Swept> {
  let artifacts = 0;
  for (let marked = atOnce; marked === atOnce; artifacts += marked) {
    marked = await db.transaction().execute((tx) => markSome(tx, { rawDays, reportDays }));
  }
  await dropRemoved(db, store);
  const reports = await sql`
    DELETE FROM reports r USING inspections i WHERE i.id = r.inspection_id AND NOT i.held
      AND r.created_at < now() - make_interval(days => ${reportDays}::integer)`.execute(db);
  return { artifacts, reports: Number(reports.numAffectedRows ?? 0n) };
}

async function markSome(tx: Db, { rawDays, reportDays }: Retention): Promise<number> {
  const { rows } = await sql<{ id: string; object_key: string; inspection_id: string }>`
    UPDATE artifacts SET state = 'removed', removed_at = now() WHERE id IN (
      SELECT a.id FROM artifacts a JOIN inspections i ON i.id = a.inspection_id
      WHERE a.state = 'stored' AND NOT i.held AND a.stored_at < now() - make_interval(days =>
        CASE WHEN a.kind = 'derived' THEN ${reportDays}::integer ELSE ${rawDays}::integer END)
      ORDER BY a.stored_at LIMIT ${atOnce} FOR UPDATE OF a SKIP LOCKED)
    RETURNING id, object_key, inspection_id`.execute(tx);
  for (const { id, object_key, inspection_id } of rows) {
    const payload = { artifact_id: id, inspection_id, storage_path: object_key };
    await recordEvent(tx, { topic: 'artifact.management', type: 'artifact.deleted' }, payload);
  }
  return rows.length;
}

/** Bytes whose removal is marked; those that a lost store kept are dropped at a later sweep. */
async function dropRemoved(db: Db, store: ObjectStore): Promise<void> {
  for (;;) {
    const rows = await db
      .selectFrom('artifacts')
      .select(['id', 'object_key'])
      .where('state', '=', 'removed')
      .where('object_key', 'not like', 'removed/%')
      .limit(atOnce)
      .execute();
    for (const { id, object_key } of rows) {
      if (!(await store.remove(object_key)).ok) return;
      await db
        .updateTable('artifacts')
        .set({ object_key: `removed/${object_key}` })
        .where('id', '=', id)
        .execute();
    }
    if (rows.length < atOnce) return;
  }
}

/** Answers to keys are kept for a day; a later retry finds its row by the id that the client made. */
export async function sweepKeys(db: Db): Promise<void> {
  await sql`DELETE FROM idempotency_keys WHERE created_at < now() - interval '24 hours'`.execute(db);
  await sql`DELETE FROM request_counts WHERE minute < now() - interval '10 minutes'`.execute(db);
  await sql`DELETE FROM refresh_tokens WHERE expires_at < now()`.execute(db);
  await sql`DELETE FROM login_failures WHERE last_at < now() - interval '1 day'`.execute(db);
  await sql`DELETE FROM events WHERE delivered_at < now() - interval '7 days'`.execute(db);
}
