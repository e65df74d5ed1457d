import type { Result } from '../../core/kernel/result.ts';
import type { Database } from '../db/database.ts';
import type { DbError } from '../db/errors.ts';

/**
 * Counts what waits to be sent. The whole queue is counted once; later only what has come since, because a station that
 * was never connected has a row for everything it ever did, and the status is asked four times a second.
 * @param settled Changes whenever something was sent: all is counted again then.
 */
export function outboxDepth(db: Database, settled: () => number = () => 0): () => Result<number, DbError> {
  let depth = 0;
  let counted = 0;
  let countedAt = settled();
  return () =>
    db.read(() => {
      // What was sent since is counted no more.
      if (settled() !== countedAt) [depth, counted, countedAt] = [0, 0, settled()];
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
