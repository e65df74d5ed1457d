import type { Db, Tx } from '../database.ts';
import type { ApiProblem } from '../problems.ts';
import { fail, ok, type Result } from '../result.ts';

/** Takes a refusal out of a transaction, so that it is rolled back. Never leaves this file. */
class Refused extends Error {
  readonly problem: ApiProblem;
  constructor(problem: ApiProblem) {
    super(problem.code);
    this.problem = problem;
  }
}

/** Deadlock, serialization failure, or a row that another transaction made first: the same work succeeds when repeated. */
const repeatable = ['40P01', '40001', '23505'];
const attempts = 4;

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
        if (!done.ok) throw new Refused(done.error);
        return done.value;
      });
      return ok(value);
    } catch (error) {
      if (error instanceof Refused) return fail(error.problem);
      if (attempt === attempts || !isRepeatable(error)) throw error;
    }
  }
}
