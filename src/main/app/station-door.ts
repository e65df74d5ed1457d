/**
 * The station behind the window. Where its data directory cannot be opened (another program holds it, a drive is not
 * there yet) the window says so, and the door is tried again until it opens.
 */
import type { AppError, Result } from '../../core/kernel/result.ts';

/** What a closed door needs to be tried again. */
export interface DoorOptions<S> {
  readonly open: () => Promise<Result<S, AppError>>;
  /** Called once, at the first success; not for one that succeeds at once. */
  readonly onOpened: (station: S) => void;
  readonly tryEveryMs: number;
}

export interface Door<S> {
  /** The station, or why it is not there. */
  readonly state: () => Result<S, AppError>;
  /** No further tries. */
  close(): void;
}

export async function openDoor<S>({ open, onOpened, tryEveryMs }: DoorOptions<S>): Promise<Door<S>> {
  let state = await open();
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  const tryLater = (): void => {
    timer = setTimeout(async () => {
      state = await open();
      if (closed) return;
      if (state.ok) onOpened(state.value);
      else tryLater();
    }, tryEveryMs);
  };
  if (!state.ok) tryLater();
  return {
    state: () => state,
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}
