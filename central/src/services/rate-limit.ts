import { sql } from 'kysely';
import type { Db } from '../database.ts';
import { refuse } from '../problems.ts';
import { ok, type Result } from '../result.ts';

/** Requests of one minute, counted in the database, so that all copies of the service count together. */
export interface RateLimiter {
  /** Attempts to get a token, by network address. */
  token(address: string): Promise<Result<null>>;
  /** Everything else, by principal; by address where there is none. */
  other(caller: string): Promise<Result<null>>;
}

export interface RateLimits {
  readonly tokenPerMinute: number;
  readonly otherPerMinute: number;
}

export function createRateLimiter(db: Db, limits: RateLimits): RateLimiter {
  const count = async (bucket: string, limit: number): Promise<Result<null>> => {
    const { rows } = await sql<{ requests: number; left: number }>`
      INSERT INTO request_counts (bucket, minute, requests) VALUES (${bucket}, date_trunc('minute', now()), 1)
      ON CONFLICT (bucket, minute) DO UPDATE SET requests = request_counts.requests + 1
      RETURNING requests, ceil(60 - extract(second FROM now()))::integer AS left`.execute(db);
    const row = rows[0];
    return row !== undefined && row.requests > limit
      ? refuse('RATE_LIMITED', { limit }, Math.max(1, row.left))
      : ok(null);
  };
  return {
    token: (address) => count(`token ${address}`, limits.tokenPerMinute),
    other: (caller) => count(`any ${caller}`, limits.otherPerMinute),
  };
}
