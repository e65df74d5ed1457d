import type { InferRequest, Job, JobState } from '@fiducial/protocol/api';
import { sql, type Updateable } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { Db, Schema } from '../database.ts';

export interface JobRow {
  readonly id: string;
  readonly inspection_id: string;
  readonly state: string;
  readonly attempts: number;
  readonly request: Readonly<Record<string, unknown>>;
  readonly error: string | null;
  readonly created_at: Date;
  readonly started_at: Date | null;
  readonly finished_at: Date | null;
}

/** A job that this worker has until its lease ends. */
export interface ClaimedJob extends JobRow {
  readonly lease: string;
}

export const toJob = (row: JobRow): Job => ({
  job_id: row.id,
  inspection_id: row.inspection_id,
  status: row.state as JobState,
  attempts: row.attempts,
  created_at: row.created_at.toISOString(),
  started_at: row.started_at?.toISOString() ?? null,
  finished_at: row.finished_at?.toISOString() ?? null,
  error: row.error,
});

/** A worker that renews its lease less often than this is taken for dead. */
export const leaseSeconds = 30;
/** A job that ended so many workers is not tried again. */
export const mostAttempts = 3;
/** Channel on which waiting workers are woken. */
export const jobChannel = 'fiducial_jobs';

const columns = [
  'id',
  'inspection_id',
  'state',
  'attempts',
  'request',
  'error',
  'created_at',
  'started_at',
  'finished_at',
] as const;

export const openJobOf = (db: Db, inspectionId: string): Promise<JobRow | undefined> =>
  db
    .selectFrom('jobs')
    .select(columns)
    .where('inspection_id', '=', inspectionId)
    .where('state', 'in', ['queued', 'running'])
    .executeTakeFirst();

export const findJob = (db: Db, id: string): Promise<JobRow | undefined> =>
  db.selectFrom('jobs').select(columns).where('id', '=', id).executeTakeFirst();

/** Queues a job; workers are woken when the transaction commits. */
export async function enqueueJob(
  db: Db,
  it: { readonly inspectionId: string; readonly priority: number; readonly request: InferRequest },
): Promise<JobRow> {
  const row = await db
    .insertInto('jobs')
    .values({
      id: uuidv7(),
      inspection_id: it.inspectionId,
      state: 'queued',
      priority: it.priority,
      request: it.request,
      error: null,
      lease: null,
      lease_until: null,
      started_at: null,
      finished_at: null,
    })
    .returning(columns)
    .executeTakeFirstOrThrow();
  await sql`SELECT pg_notify(${jobChannel}, '')`.execute(db);
  return row;
}

/**
 * Takes the most urgent job that nobody has, or whose worker is gone. Copies of the service never wait for one another
 * here (SKIP LOCKED). Undefined where there is nothing to do.
 */
export async function claimJob(db: Db): Promise<ClaimedJob | undefined> {
  const lease = uuidv7();
  const { rows } = await sql<JobRow>`
    UPDATE jobs SET state = 'running', attempts = attempts + 1, lease = ${lease},
      lease_until = now() + make_interval(secs => ${leaseSeconds}), started_at = coalesce(started_at, now())
    WHERE id = (
      SELECT id FROM jobs
      WHERE (state = 'queued' AND run_at <= now()) OR (state = 'running' AND lease_until < now())
      ORDER BY priority DESC, created_at FOR UPDATE SKIP LOCKED LIMIT 1)
    RETURNING ${sql.join(columns.map((name) => sql.ref(name)))}`.execute(db);
  const row = rows[0];
  return row === undefined ? undefined : { ...row, lease };
}

/** False where the job is no longer this worker's. */
export async function renewLease(db: Db, job: ClaimedJob): Promise<boolean> {
  const done = await db
    .updateTable('jobs')
    .set({ lease_until: sql<Date>`now() + make_interval(secs => ${leaseSeconds})` as never })
    .where('id', '=', job.id)
    .where('lease', '=', job.lease)
    .where('state', '=', 'running')
    .executeTakeFirst();
  return done.numUpdatedRows > 0n;
}

type JobEnd =
  | { readonly state: 'succeeded' }
  | { readonly state: 'failed'; readonly error: string }
  /** Not tried to its end, so that it counts for nothing: somebody else may have it at once. */
  | { readonly state: 'given_back' }
  /** To be tried again after `seconds`. */
  | { readonly state: 'queued'; readonly error: string; readonly seconds: number };

/** Ends this worker's try, in the transaction of what it led to. False where the job is no longer this worker's. */
export async function endTry(db: Db, job: ClaimedJob, end: JobEnd): Promise<boolean> {
  const done = await db
    .updateTable('jobs')
    .set({ lease: null, lease_until: null, ...afterTry(end) })
    .where('id', '=', job.id)
    .where('lease', '=', job.lease)
    .executeTakeFirst();
  return done.numUpdatedRows > 0n;
}

function afterTry(end: JobEnd): Updateable<Schema['jobs']> {
  const now = sql<Date>`now()`;
  switch (end.state) {
    case 'succeeded':
      return { state: 'succeeded', error: null, finished_at: now as never };
    case 'failed':
      return { state: 'failed', error: end.error, finished_at: now as never };
    case 'given_back':
      return { state: 'queued', run_at: now as never, attempts: sql<number>`attempts - 1` as never };
    case 'queued':
      return {
        state: 'queued',
        error: end.error,
        run_at: sql<Date>`now() + make_interval(secs => ${end.seconds})` as never,
      };
  }
}
