/**
 * The station behind the window. Where its data directory cannot be opened (another program holds it, a drive is not
 * there yet) the window says so, and the door is tried again until it opens.
 */
import { setImmediate } from 'node:timers/promises';
import { type AppError, fail, type Result } from '../../core/kernel/result.ts';

/** What a closed door needs to be tried again. */
export interface DoorOptions<S> {
  readonly open: () => Promise<Result<S, AppError>>;
  /** Called at each success but one of the very first try. */
  readonly onOpened: (station: S) => void;
  readonly tryEveryMs: number;
}

export interface Door<S> {
  /** The station, or why it is not there; null while the first try lasts. */
  readonly state: () => Result<S, AppError> | null;
  /** The same when the first try has ended. */
  readonly tried: () => Promise<Result<S, AppError>>;
  /**
   * Does something to the data directory while nobody is behind the door, then opens it again. `leave` closes a station
   * that is there; `meanwhile` is what is said of it until it is open again.
   */
  replace<T>(leave: (station: S) => Promise<void>, work: () => T, meanwhile: AppError): Promise<T>;
  /** No further tries. */
  close(): void;
}

/** The first try begins with the next turn: opening a database keeps the thread for a while, and its caller comes first. */
export function openDoor<S>({ open, onOpened, tryEveryMs }: DoorOptions<S>): Door<S> {
  let state: Result<S, AppError> | null = null;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  /** The try or the replacing that runs: one after another. */
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
  const tryAgain = async (): Promise<void> => {
    const opened = await open();
    state = opened;
    if (closed) return;
    if (opened.ok) onOpened(opened.value);
    else tryLater();
  };
  const tryLater = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void inTurn(async () => (state?.ok === true ? undefined : tryAgain())), tryEveryMs);
  };
  const first = setImmediate().then(() =>
    inTurn(async () => {
      const opened = await open();
      state = opened;
      if (!opened.ok && !closed) tryLater();
    }),
  );
  return {
    state: () => state,
    async tried() {
      await first;
      return state!;
    },
    async replace(leave, work, meanwhile) {
      await first;
      return inTurn(async () => {
        clearTimeout(timer);
        const before = state;
        state = fail(meanwhile);
        try {
          if (before?.ok) await leave(before.value);
          return work();
        } finally {
          await tryAgain();
        }
      });
    },
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}
