/**
 * Notices a window that crashed or hangs, and loads it again: the station, which keeps every decision, lives outside it.
 * A window that fails again and again is left to the person.
 */
export interface WatchedPage {
  on(event: 'render-process-gone', listener: (event: unknown, details: { reason: string }) => void): unknown;
  on(event: 'unresponsive' | 'responsive', listener: () => void): unknown;
  forcefullyCrashRenderer(): void;
}

export interface WindowWatchOptions {
  readonly reload: () => void;
  /** What happened, for the log. */
  readonly onFault: (what: string) => void;
  /** The window failed `times` times within `failureWindowMs`. */
  readonly onHopeless: (times: number) => void;
  /** Milliseconds of any monotonic clock. */
  readonly now?: () => number;
}

/** A hang that lasts so long after Electron noticed it ends with the page's process. */
export const hangPatienceMs = 10_000;
const failureWindowMs = 60_000;
export const failuresAllowed = 3;

export function watchWindow(page: WatchedPage, options: WindowWatchOptions): void {
  const { reload, onFault, onHopeless, now = () => performance.now() } = options;
  let failures: number[] = [];
  let patience: NodeJS.Timeout | undefined;

  page.on('render-process-gone', (_event, { reason }) => {
    clearTimeout(patience);
    // The page went as it was told to: the window closes.
    if (reason === 'clean-exit') return;
    onFault(`window process gone: ${reason}`);
    failures = [...failures.filter((time) => now() - time < failureWindowMs), now()];
    if (failures.length <= failuresAllowed) return reload();
    onHopeless(failures.length);
    failures = [];
  });
  page.on('unresponsive', () => {
    onFault('window does not respond');
    clearTimeout(patience);
    patience = setTimeout(() => {
      onFault('window is ended because it still does not respond');
      page.forcefullyCrashRenderer();
    }, hangPatienceMs);
  });
  page.on('responsive', () => {
    clearTimeout(patience);
    onFault('window responds again');
  });
}
