import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import type { Result } from '../../core/kernel/result.ts';
import type { DbError } from './errors.ts';

/** How long a change waits for a database that another program holds, and who hears of it. */
export interface Patience {
  /** In all, in ms; then the change fails with DB_LOCKED and nothing of it is kept. */
  readonly totalMs: number;
  /** The first time that a change has to wait. */
  readonly onWaiting?: (error: DbError) => void;
  /** A change that had to wait is through. */
  readonly onThrough?: () => void;
}

export const defaultPatience: Patience = { totalMs: 30_000 };

/** For so long a try may hold up its thread: about what a person does not feel. */
const tryMs = 20;
/** Other things are done in between. Four parts of five of the thread's time stay free. */
const pauseMs = 80;

/**
 * Runs a change, again and again while another program holds the database. Changes run in the order in which they were
 * asked for: one that waits holds up those after it, so that an undo never overtakes what it takes back.
 */
export type PatientChange = <T, E extends { readonly code: string }>(
  change: () => Result<T, E>,
) => Promise<Result<T, E>>;

/** @param waitingAtMost Runs `work` so that SQLite waits no longer than `ms` for a lock. */
export function patientChanges(
  waitingAtMost: <T>(ms: number, work: () => T) => T,
  { totalMs, onWaiting, onThrough }: Patience = defaultPatience,
): PatientChange {
  let last: Promise<unknown> = Promise.resolve();

  async function run<T, E extends { readonly code: string }>(change: () => Result<T, E>): Promise<Result<T, E>> {
    const started = performance.now();
    for (let tries = 1; ; tries += 1) {
      const done = waitingAtMost(tryMs, change);
      if (done.ok || done.error.code !== 'DB_LOCKED') {
        if (tries > 1) onThrough?.();
        return done;
      }
      if (performance.now() - started > totalMs) return done;
      if (tries === 1) onWaiting?.(done.error as unknown as DbError);
      await pause(pauseMs);
    }
  }

  return (change) => {
    const mine = last.then(() => run(change));
    last = mine.catch(() => undefined);
    return mine;
  };
}
