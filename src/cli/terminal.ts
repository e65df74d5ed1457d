/** What a command may do to the outside: write lines and hear Ctrl-C. Tests pass their own. */
import { styleText } from 'node:util';
import type { AppError } from '../core/kernel/result.ts';
import { secretReader } from './secret-reader.ts';

export interface Terminal {
  /** One line on stdout. */
  line(text: string): void;
  /** One line on stderr: logs, notes, errors. */
  note(text: string): void;
  /** The next line of stdin, asked for and not shown where a person types it; null at the end. */
  secret(question: string): Promise<string | null>;
  readonly stderr: NodeJS.WriteStream;
  readonly stderrIsTty: boolean;
  readonly color: boolean;
  /** Aborted at the first Ctrl-C, or when nobody reads stdout any more. The second Ctrl-C ends the process at once. */
  readonly stop: AbortSignal;
}

export type Tint = 'green' | 'red' | 'yellow' | 'gray' | 'bold';

export const tint = (terminal: Pick<Terminal, 'color'>, color: Tint, text: string): string =>
  terminal.color ? styleText(color, text, { validateStream: false }) : text;

/** An error as people read it: the code first, so that it can be searched for. */
export const wordsOf = (error: AppError): string => `${error.code}: ${error.message}`;

/** Wires the process's own streams and signals. Call once. */
export function processTerminal(): Terminal {
  const stop = new AbortController();
  const { stdout, stderr } = process;
  let readerGone = false;
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    // `| head` has seen enough: what was begun is finished and stored, in silence. Any other failure loses lines.
    if (!readerGone && error.code !== 'EPIPE') {
      stderr.write(
        `fiducial: OUTPUT_UNWRITABLE: stdout cannot be written (${error.code}). What was inspected is stored.\n`,
      );
    }
    readerGone = true;
    stop.abort(error.code ?? 'stdout');
  });
  stderr.on('error', () => undefined);
  const interrupted = (): void => {
    if (stop.signal.aborted) process.exit(130);
    stop.abort('interrupted');
    stderr.write('\nStopping after the boards in hand. Press Ctrl-C again to stop at once.\n');
  };
  process.on('SIGINT', interrupted);
  process.on('SIGTERM', interrupted);
  return {
    line: (text) => {
      if (!readerGone) stdout.write(`${text}\n`);
    },
    note: (text) => void stderr.write(`${text}\n`),
    secret: secretReader().read,
    stderr,
    stderrIsTty: stderr.isTTY === true,
    color: stdout.isTTY === true && !process.env.NO_COLOR,
    stop: stop.signal,
  };
}
