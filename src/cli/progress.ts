import { SingleBar } from 'cli-progress';
import type { Terminal } from './terminal.ts';

/** How far a run is, on a terminal's stderr; nothing at all where stderr is no terminal. */
export interface Progress {
  /** One more is done. */
  step(): void;
  /** So many are done. */
  reach(done: number): void;
  /** Writes something that may end up on the same screen, without a torn bar. */
  around(write: () => void): void;
  end(): void;
}

/** @param unit What is counted. */
export function showProgress(terminal: Terminal, total: number, unit = 'boards'): Progress {
  if (!terminal.stderrIsTty || total < 2)
    return { step: () => undefined, reach: () => undefined, around: (write) => write(), end: () => undefined };
  const bar = new SingleBar({
    format: `{bar} {value}/{total} ${unit}  {duration_formatted} elapsed, {eta_formatted} left`,
    stream: terminal.stderr,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 30,
    hideCursor: true,
    clearOnComplete: true,
    gracefulExit: false,
  });
  bar.start(total, 0);
  return {
    step: () => bar.increment(),
    reach: (done) => bar.update(done),
    around(write) {
      terminal.stderr.write('\r\x1b[K');
      write();
      bar.render();
    },
    end: () => bar.stop(),
  };
}
