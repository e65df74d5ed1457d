import { ok } from '../../core/kernel/result.ts';
import type { Database } from '../db/database.ts';
import type { Problems } from './problems.ts';

const lookEveryMs = 5000;
/** A look must not be felt: it waits this long for another program, not as long as a real change does. */
const lookWaitMs = 20;

/**
 * While the database is locked or may not be written, looks every few seconds whether that is over. A full or failing
 * disk shows only at the next real change.
 */
export function watchDatabase(db: Database, problems: Problems): { close(): void } {
  const look = (): void => {
    if (!problems.list().some(({ code }) => code === 'DB_LOCKED' || code === 'DB_READ_ONLY')) return;
    const usual = Number(db.scalar('PRAGMA busy_timeout'));
    db.scalar(`PRAGMA busy_timeout = ${lookWaitMs}`);
    const written = db.write(() => ok(undefined));
    db.scalar(`PRAGMA busy_timeout = ${usual}`);
    if (written.ok) problems.cleared('DB');
  };
  const timer = setInterval(look, lookEveryMs);
  timer.unref();
  return { close: () => clearInterval(timer) };
}
