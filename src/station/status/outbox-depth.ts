import type { Result } from '../../core/kernel/result.ts';
import type { Database } from '../db/database.ts';
import type { DbError } from '../db/errors.ts';

/**
 * Counts what waits to be sent. The whole queue is counted once; later only what has come since, because a station that
 * was never connected has a row for everything it ever did, and the status is asked four times a second.
 */
export function outboxDepth(db: Database): () => Result<number, DbError> {
  let depth = 0;
  let counted = 0;
  return () =>
    db.read(() => {
      const { query } = db;
      const since = db.get(
        query
          .selectFrom('outbox')
          .select(({ fn }) => [fn.countAll<number>().as('count'), fn.max('position').as('last')])
          .where('position', '>', counted)
          .where('state', '=', 'pending'),
      );
      depth += since?.count ?? 0;
      counted = since?.last ?? counted;
      return depth;
    });
}
