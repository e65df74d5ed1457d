/** What a command may do to the outside: write lines and hear Ctrl-C. Tests pass their own. */
import type { AppError } from '../core/kernel/result.ts';
import { type ExitStatus, exitStatus } from './exit-status.ts';
import { lineOutput } from './output.ts';
import { secretReader } from './secret-reader.ts';
import { shownText } from './terminal-text.ts';

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

/** The terminal of one command: only JSON goes out as it is; everything else is for people and shown as `shownText` says. */
export const forCommand = (terminal: Terminal, { json = false }: { readonly json?: boolean }): Terminal => ({
  ...terminal,
  line: (text) => terminal.line(json ? text : shownText(text)),
  note: (text) => terminal.note(shownText(text)),
  secret: (question) => terminal.secret(shownText(question)),
});

/** An error as people read it: the code first, so that it can be searched for. */
export const wordsOf = (error: AppError): string => `${error.code}: ${error.message}`;

export interface ProcessTerminal extends Terminal {
  /** The exit status, once everything is written: lost lines are a failure of a command that had none. */
  ended(status: ExitStatus): Promise<ExitStatus>;
}

/** Wires the process's own streams and signals. Call once. */
export function processTerminal(): ProcessTerminal {
  const stop = new AbortController();
  const { stdout, stderr } = process;
  let isIncomplete = false;
  const output = lineOutput(stdout, (code) => {
    // `| head` has seen enough: what was begun is finished and stored, in silence. Any other failure loses lines.
    if (code !== 'EPIPE') {
      isIncomplete = true;
      stderr.write(
        `fiducial: OUTPUT_UNWRITABLE: stdout cannot be written (${code}), so lines are missing. What was stored stays stored.\n`,
      );
    }
    stop.abort(code);
  });
  stderr.on('error', () => undefined);
  const interrupted = (): void => {
    if (stop.signal.aborted) process.exit(130);
    stop.abort('interrupted');
    stderr.write('\nStopping after what is in hand. Press Ctrl-C again to stop at once.\n');
  };
  process.on('SIGINT', interrupted);
  process.on('SIGTERM', interrupted);
  return {
    line: (text) => output.write(`${text}\n`),
    note: (text) => void stderr.write(`${text}\n`),
    secret: secretReader().read,
    stderr,
    stderrIsTty: stderr.isTTY === true,
    color: stdout.isTTY === true && !process.env.NO_COLOR,
    stop: stop.signal,
    async ended(status) {
      await output.settled();
      const isFailure = status === exitStatus.usage || status === exitStatus.internal;
      return isIncomplete && !isFailure ? exitStatus.problems : status;
    },
  };
}
