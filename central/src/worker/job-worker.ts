import type { Logger } from '../ports/logger.ts';
import { claimJob, leaseSeconds, renewLease } from '../repositories/jobs.ts';
import { type InferenceContext, workOn } from '../services/infer.ts';
import type { Measures } from '../services/measures.ts';
import type { Wake } from './wake.ts';

export interface Worker {
  /** Stops taking work, gives what it has back to the queue, and resolves when that is done. */
  stop(): Promise<void>;
}

/** How long a worker sleeps where nothing wakes it: jobs that wait for a later try, or whose worker died, come up then. */
const longestSleepMs = 5000;

/** Takes jobs one after another until it is stopped. Several run side by side, in this process and in others. */
export function startJobWorker(context: InferenceContext, wake: Wake, measures: Measures, log: Logger): Worker {
  const stopping = new AbortController();
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      try {
        const waking = wake.next(longestSleepMs, stopping.signal);
        const job = await claimJob(context.db);
        if (job === undefined) {
          await waking;
          continue;
        }
        const keepLease = setInterval(
          () => {
            renewLease(context.db, job).catch((error: unknown) => log.warn({ err: error }, 'lease not renewed'));
          },
          (leaseSeconds * 1000) / 3,
        );
        const started = performance.now();
        let outcome = 'lost';
        try {
          outcome = await workOn(context, job, stopping.signal);
        } finally {
          clearInterval(keepLease);
        }
        const ms = performance.now() - started;
        measures.job(outcome, ms / 1000);
        log.info({ job: job.id, outcome, ms: Math.round(ms) }, 'job worked on');
      } catch (error) {
        // The database or the store is away: the lease ends by itself, and the job comes up again.
        log.error({ err: error }, 'job worker');
        await sleep(1000, stopping.signal);
      }
    }
  };
  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

const sleep = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
