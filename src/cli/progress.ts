import { SingleBar } from 'cli-progress';
import type { Terminal } from './terminal.ts';

/** How far a run is, on a terminal's stderr; nothing at all where stderr is no terminal. */
export interface Progress {
  /** One more board is done. */
  step(): void;
  /** Writes something that may end up on the same screen, without a torn bar. */
  around(write: () => void): void;
  end(): void;
}

export function showProgress(terminal: Terminal, total: number): Progress {
  if (!terminal.stderrIsTty || total < 2)
    return { step: () => undefined, around: (write) => write(), end: () => undefined };
  const bar = new SingleBar({
    format: '{bar} {value}/{total} boards  {duration_formatted} elapsed, {eta_formatted} left',
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
    around(write) {
      terminal.stderr.write('\r\x1b[K');
      write();
      bar.render();
    },
    end: () => bar.stop(),
  };
}
