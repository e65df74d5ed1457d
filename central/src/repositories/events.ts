import { uuidv7 } from 'uuidv7';
import type { Db } from '../database.ts';
import { currentTrace } from '../trace.ts';

/** What other systems are told, by topic. */
export type PlatformEvent =
  | {
      readonly topic: 'inspection.lifecycle';
      readonly type: 'inspection.created' | 'inspection.updated' | 'inspection.completed';
    }
  | {
      readonly topic: 'inference.workflow';
      readonly type: 'inference.requested' | 'inference.started' | 'inference.completed' | 'inference.failed';
    }
  | { readonly topic: 'artifact.management'; readonly type: 'artifact.uploaded' | 'artifact.deleted' };

/** Writes an event in the transaction of what it tells of; the worker delivers it after the commit. */
export async function recordEvent(
  db: Db,
  { topic, type }: PlatformEvent,
  payload: Readonly<Record<string, unknown>>,
): Promise<void> {
  await db
    .insertInto('events')
    .values({
      event_id: uuidv7(),
      topic,
      event_type: type,
      trace_id: currentTrace()?.traceId ?? null,
      payload,
      delivered_at: null,
    })
    .execute();
}
