import { setTimeout as sleep } from 'node:timers/promises';
import type { Db, Tx } from '../database.ts';
import { fail, ok, type Result } from '../result.ts';
import { RequestRefused } from './problem-answer.ts';

/** Deadlock, serialization failure, or a row that another transaction made first: the same work succeeds when repeated. */
const repeatable = ['40P01', '40001', '23505'];
const attempts = 4;
/** A random pause, so that those who met do not meet again. */
const longestPauseMs = 50;

export const isRepeatable = (error: unknown): boolean =>
  repeatable.includes(String((error as { code?: unknown } | null)?.code));

/**
 * One transaction: committed where the work succeeds, rolled back where it is refused or throws. Work that met another
 * transaction is repeated from its start, so it must have no effect outside the database.
 */
export async function inTransaction<T>(db: Db, work: (tx: Tx) => Promise<Result<T>>): Promise<Result<T>> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const value = await db.transaction().execute(async (tx) => {
        const done = await work(tx);
        if (!done.ok) throw new RequestRefused(done.error);
        return done.value;
      });
      return ok(value);
    } catch (error) {
      if (error instanceof RequestRefused) return fail(error.problem);
      if (attempt === attempts || !isRepeatable(error)) throw error;
      await sleep(Math.random() * longestPauseMs * attempt);
    }
  }
}
