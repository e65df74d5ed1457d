import type { Db } from '../database.ts';

/** What happened on the platform itself and somebody may ask about later. */
export interface Activity {
  readonly principal: string;
  readonly action: string;
  readonly objectType: string;
  readonly objectId: string;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly requestId: string | null;
}

export async function recordActivity(db: Db, it: Activity): Promise<void> {
  await db
    .insertInto('activity_log')
    .values({
      principal: it.principal,
      action: it.action,
      object_type: it.objectType,
      object_id: it.objectId,
      details: it.details ?? {},
      request_id: it.requestId,
    })
    .execute();
}
