/** Passes on the newest state at most once in `intervalMs`, and always the last. */
export interface Throttle<T> {
  push(value: T): void;
  /** Passes on what waits at once. */
  flush(): void;
}

export function throttle<T>(intervalMs: number, send: (value: T) => void): Throttle<T> {
  let waiting: { readonly value: T } | null = null;
  let timer: NodeJS.Timeout | null = null;
  const pass = (): void => {
    if (waiting === null) {
      timer = null;
      return;
    }
    const { value } = waiting;
    waiting = null;
    timer = setTimeout(pass, intervalMs);
    // A program that has ended is not kept alive for a state that nobody reads.
    timer.unref();
    send(value);
  };
  return {
    push(value) {
      waiting = { value };
      if (timer === null) pass();
    },
    flush() {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      if (waiting === null) return;
      const { value } = waiting;
      waiting = null;
      send(value);
    },
  };
}
