import { sql } from 'kysely';
import type { Db } from '../database.ts';
import type { Publisher } from '../ports/publisher.ts';

/** Channel of the published events. A listener reads the payload of what it wants from the table `events` by its id. */
const eventChannel = 'fiducial_events';

/** Publishes through Postgres itself (NOTIFY). Its messages have at most 8,000 bytes, so they carry no payload. */
export const createNotifyPublisher = (db: Db): Publisher => ({
  async publish(events) {
    for (const { event_id, event_type, topic } of events)
      await sql`SELECT pg_notify(${eventChannel}, ${JSON.stringify({ event_id, event_type, topic })})`.execute(db);
  },
  close: async () => undefined,
});
