/**
 * The station behind the window. Where its data directory cannot be opened (another program holds it, a drive is not
 * there yet) the window says so, and the door is tried again until it opens.
 */
import { setImmediate } from 'node:timers/promises';
import type { AppError, Result } from '../../core/kernel/result.ts';

/** What a closed door needs to be tried again. */
export interface DoorOptions<S> {
  readonly open: () => Promise<Result<S, AppError>>;
  /** Called once, at the first success; not for one that succeeds at once. */
  readonly onOpened: (station: S) => void;
  readonly tryEveryMs: number;
}

export interface Door<S> {
  /** The station, or why it is not there; null while the first try lasts. */
  readonly state: () => Result<S, AppError> | null;
  /** The same when the first try has ended. */
  readonly tried: () => Promise<Result<S, AppError>>;
  /** No further tries. */
  close(): void;
}

/** The first try begins with the next turn: opening a database keeps the thread for a while, and its caller comes first. */
export function openDoor<S>({ open, onOpened, tryEveryMs }: DoorOptions<S>): Door<S> {
  let state: Result<S, AppError> | null = null;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  const tryLater = (): void => {
    timer = setTimeout(async () => {
      const opened = await open();
      state = opened;
      if (closed) return;
      if (opened.ok) onOpened(opened.value);
      else tryLater();
    }, tryEveryMs);
  };
  const first = setImmediate().then(async () => {
    const opened = await open();
    state = opened;
    if (!opened.ok && !closed) tryLater();
  });
  return {
    state: () => state,
    async tried() {
      await first;
      return state!;
    },
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}
