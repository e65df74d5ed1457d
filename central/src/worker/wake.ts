import type pg from 'pg';
import type { Logger } from '../ports/logger.ts';

/** Sleeps that the database can end (LISTEN/NOTIFY). Where its word is lost, the sleep ends by itself. */
export interface Wake {
  next(ms: number, stop: AbortSignal): Promise<void>;
  close(): void;
}

const reconnectMs = 2000;

/** Listens on one channel, over a connection of its own that is made again when it is lost. */
export function listenFor(pool: pg.Pool, channel: string, log: Logger): Wake {
  const sleepers = new Set<() => void>();
  let closed = false;
  let client: pg.PoolClient | null = null;
  let retry: NodeJS.Timeout | undefined;

  const lost = (error: Error): void => {
    client?.release(error);
    client = null;
    // A break is told by the connection and by the question that was on it.
    if (closed || retry !== undefined) return;
    log.warn({ err: error, channel }, 'not listening for now');
    retry = setTimeout(connect, reconnectMs);
  };
  const connect = (): void => {
    retry = undefined;
    pool
      .connect()
      .then(async (made) => {
        client = made;
        made.once('error', lost);
        made.on('notification', () => {
          for (const wake of [...sleepers]) wake();
        });
        await made.query(`LISTEN ${channel}`);
        if (closed) lost(new Error('closed'));
      })
      .catch(lost);
  };
  connect();

  return {
    next: (ms, stop) =>
      new Promise((resolve) => {
        const wake = (): void => {
          clearTimeout(timer);
          sleepers.delete(wake);
          stop.removeEventListener('abort', wake);
          resolve();
        };
        const timer = setTimeout(wake, ms);
        sleepers.add(wake);
        if (stop.aborted) wake();
        else stop.addEventListener('abort', wake);
      }),
    close() {
      closed = true;
      clearTimeout(retry);
      client?.release(true);
      client = null;
      for (const wake of [...sleepers]) wake();
    },
  };
}
