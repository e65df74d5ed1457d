import type { Logger } from '../ports/logger.ts';

export interface Periodic {
  /** Ends it; resolves when a run under way is over. */
  stop(): Promise<void>;
}

/** Does some work again and again, never twice at once. What it throws is logged, and it is tried again. */
export function startPeriodic(everyMs: number, log: Logger, name: string, work: () => Promise<void>): Periodic {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const run = (): void => {
    running = work()
      .catch((error: unknown) => log.warn({ err: error, work: name }, 'periodic work failed'))
      .finally(() => {
        if (!stopped) timer = setTimeout(run, everyMs);
      });
  };
  run();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
