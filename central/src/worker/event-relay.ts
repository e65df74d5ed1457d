import { sql } from 'kysely';
import type { Db } from '../database.ts';
import type { Logger } from '../ports/logger.ts';
import type { Publisher } from '../ports/publisher.ts';
import type { Measures } from '../services/measures.ts';
import { type Periodic, startPeriodic } from './periodic.ts';

const atOnce = 200;
const everyMs = 1000;

/**
 * Delivers events that were written with their changes. One copy of the service at a time does it (an advisory lock), so
 * that they stay in order; an event is marked after the publisher took it, so it may come twice and is never lost.
 */
export function startEventRelay(db: Db, publisher: Publisher, measures: Measures, log: Logger): Periodic {
  return startPeriodic(everyMs, log, 'event relay', async () => {
    while ((await deliverSome(db, publisher, measures)) === atOnce);
  });
}

const relayLock = 7_310_418;

function deliverSome(db: Db, publisher: Publisher, measures: Measures): Promise<number> {
  return db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ mine: boolean }>`SELECT pg_try_advisory_xact_lock(${relayLock}) AS mine`.execute(tx);
    if (!rows[0]?.mine) return 0;
    const events = await tx
      .selectFrom('events')
      .select(['id', 'event_id', 'event_type', 'topic', 'trace_id', 'payload', 'created_at'])
      .where('delivered_at', 'is', null)
      .orderBy('id')
      .limit(atOnce)
      .execute();
    if (events.length === 0) return 0;
    const told = events.map(({ id: _, created_at, ...event }) => ({ ...event, timestamp: created_at.toISOString() }));
    await publisher.publish(told).catch((error: unknown) => {
      measures.eventsRefused();
      throw error;
    });
    const ids = events.map(({ id }) => id);
    await sql`UPDATE events SET delivered_at = now() WHERE id = ANY(${ids})`.execute(tx);
    for (const { topic } of events) measures.event(topic);
    return events.length;
  });
}
