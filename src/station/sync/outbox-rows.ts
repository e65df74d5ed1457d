import { type IdempotencyId, newId } from '../../core/kernel/ids.ts';
import type { OutboxItem } from '../../core/sync/outbox.ts';
import type { Database } from '../db/database.ts';

/** Queues a change for the central API, with the id that every try of it will carry. Inside the change's transaction. */
export function queueForSync(db: Database, item: Omit<OutboxItem, 'id'>, now: string): void {
  db.insert('outbox', {
    id: newId<IdempotencyId>(),
    kind: item.kind,
    object_id: item.objectId,
    revision: item.revision,
    payload_sha256: item.payloadSha256,
    created_at: now,
  });
}
