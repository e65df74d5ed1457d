/** Prints the boards' lines as they come and counts them for the summary and the exit status. */
import { performance } from 'node:perf_hooks';
import type { AppError } from '../core/kernel/result.ts';
import type { BoardOutcome } from '../station/inspections/board-request.ts';
import type { LineExtras } from './board-extras.ts';
import { boardLine, errorLine } from './board-line.ts';
import { boardText, countBy, errorText, writtenText } from './board-text.ts';
import { refuse } from './command.ts';
import { cliError } from './errors.ts';
import { type ExitStatus, exitStatus } from './exit-status.ts';
import type { BoardInput } from './inspect-inputs.ts';
import { showProgress } from './progress.ts';
import { type Terminal, wordsOf } from './terminal.ts';

export interface Outcomes {
  board(outcome: BoardOutcome, extras: LineExtras): void;
  /** Something that never became a board. */
  refused(image: string, error: AppError): void;
  /** A golden among the boards of a folder or pattern: said on stderr, and no board. */
  leftOut(image: string): void;
  /** Something about the run, on stderr. */
  note(text: string): void;
  /** Ends the progress bar, tells the summary and gives the exit status. */
  end(): ExitStatus;
}

type Kind = 'pass' | 'fail' | 'undecided' | 'refused';

export function printOutcomes(
  terminal: Terminal,
  options: { readonly json: boolean; readonly failOnDefect: boolean; readonly stored: boolean },
  inputs: readonly BoardInput[],
): Outcomes {
  const total = inputs.length;
  const nameWidth = Math.min(48, Math.max(0, ...inputs.slice(0, 1000).map((input) => nameOf(input).length)));
  const progress = showProgress(terminal, total);
  const started = performance.now();
  const kinds: Kind[] = [];
  const errors: string[] = [];
  let warned = false;
  let goldens = 0;

  const print = (kind: Kind, json: () => unknown, text: () => string): void => {
    kinds.push(kind);
    progress.around(() => terminal.line(options.json ? JSON.stringify(json()) : text()));
    progress.step();
  };

  return {
    board(outcome, extras) {
      const kind = outcome.inspected ? (outcome.verdict ?? 'undecided') : 'refused';
      if (!outcome.inspected) errors.push(outcome.error.code);
      print(
        kind,
        () => boardLine(outcome, extras),
        () => boardText(terminal, outcome, nameWidth) + writtenText(extras),
      );
      for (const warning of extras.warnings) {
        warned = true;
        progress.around(() => terminal.note(`fiducial: ${wordsOf(warning)}`));
      }
    },
    refused(image, error) {
      errors.push(error.code);
      print(
        'refused',
        () => errorLine(image, error),
        () => errorText(terminal, image, error, nameWidth),
      );
    },
    leftOut(image) {
      goldens += 1;
      progress.around(() => terminal.note(`fiducial: ${image} is the golden itself, so it is left out`));
      progress.step();
    },
    note: (text) => progress.around(() => terminal.note(text)),
    end() {
      progress.end();
      const { pass = 0, fail = 0, undecided = 0, refused = 0 } = countBy(kinds);
      const seconds = (performance.now() - started) / 1000;
      const parts = [`${pass} pass`, `${fail} fail`];
      if (undecided > 0) parts.push(`${undecided} for a person`);
      if (refused > 0) parts.push(`${refused} not inspected (${codes(errors)})`);
      const inspected = kinds.length - refused;
      const rate = inspected > 1 ? `, ${Math.round((inspected / seconds) * 60)} boards a minute` : '';
      const kept = options.stored ? '' : ' Nothing was stored.';
      const boards = `${kinds.length} ${kinds.length === 1 ? 'board' : 'boards'}`;
      const left = total - kinds.length - goldens;
      const stopped = left > 0 ? ` Stopped early: ${left} not begun.` : '';
      terminal.note(`${boards}: ${parts.join(', ')}. ${seconds.toFixed(1)} s${rate}.${kept}${stopped}`);
      if (terminal.stop.aborted && left > 0) return exitStatus.interrupted;
      if (kinds.length === 0 && goldens > 0) {
        const message = 'Only the golden itself was found, and it is no board. Nothing was inspected.';
        return refuse(terminal, options, cliError('INPUT_NO_IMAGES', message));
      }
      if (refused > 0 || undecided > 0 || warned) return exitStatus.problems;
      return fail > 0 && options.failOnDefect ? exitStatus.defects : exitStatus.ok;
    },
  };
}

/** A board's name as it was given. */
export const nameOf = (input: BoardInput): string => (input.ok ? input.request.image.given : input.image);

const codes = (list: readonly string[]): string =>
  Object.entries(countBy(list))
    .map(([code, count]) => (count === 1 ? code : `${code} ${count}`))
    .join(', ');
