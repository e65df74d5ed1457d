import { sql } from 'kysely';
import { ok } from '../../core/kernel/result.ts';
import type { Database } from '../db/database.ts';
import type { Problems } from './problems.ts';

const lookEveryMs = 5000;
/** A look must not be felt: it waits this long for another program, not as long as a real change does. */
const lookWaitMs = 20;

/** What passes by itself or by somebody's hand; a damaged file does not. */
const passing: ReadonlySet<string> = new Set(['DB_WAITING', 'DB_LOCKED', 'DB_READ_ONLY', 'DB_FULL', 'DB_IO']);

/** While the database cannot be written, tries every few seconds whether it can again. */
export function watchDatabase(db: Database, problems: Problems): { close(): void } {
  const look = (): void => {
    if (!problems.list().some(({ code }) => passing.has(code))) return;
    const usual = Number(db.scalar('PRAGMA busy_timeout'));
    db.scalar(`PRAGMA busy_timeout = ${lookWaitMs}`);
    if (write(db).ok) problems.cleared('DB');
    db.scalar(`PRAGMA busy_timeout = ${usual}`);
  };
  const timer = setInterval(look, lookEveryMs);
  timer.unref();
  return { close: () => clearInterval(timer) };
}

/** As at its opening: a real write that changes nothing. */
const write = (db: Database) =>
  db.write(() => {
    const version = sql.lit(Number(db.scalar('PRAGMA user_version')));
    db.run({ compile: () => sql`PRAGMA user_version = ${version}`.compile(db.query) });
    return ok(undefined);
  });
