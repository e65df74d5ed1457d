import type { Compilable } from 'kysely';
import type { Database } from '../db/database.ts';

/** How SQLite would run a query: one line a step. */
export function queryPlan(db: Database, query: Compilable): string {
  const compiled = query.compile();
  const explain: Compilable<{ readonly detail: string }> = {
    compile: () => ({ ...compiled, sql: `EXPLAIN QUERY PLAN ${compiled.sql}` }),
  };
  return db
    .all(explain)
    .map(({ detail }) => detail)
    .join('\n');
}
