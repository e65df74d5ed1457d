import { Command, Option } from 'commander';
import type { AppError } from '../core/kernel/result.ts';
import { resolveDataDir } from '../station/data-dir.ts';
import { type ExitStatus, exitStatus } from './exit-status.ts';
import { type Terminal, wordsOf } from './terminal.ts';

/** What every command takes. */
export interface CommonOptions {
  readonly dataDir?: string;
  readonly json?: boolean;
  /** Who runs it; the password comes from FIDUCIAL_PASSWORD_FILE or stdin. */
  readonly user?: string;
}

/** Runs a command; what it returns becomes the exit status. */
export type Action<Options> = (terminal: Terminal, options: Options, args: readonly string[]) => Promise<ExitStatus>;

const jsonOption = () => new Option('--json', 'JSON Lines on stdout and nothing else there; logs go to stderr');
const dataDirOption = () =>
  new Option('--data-dir <folder>', 'where the station keeps its data (also: FIDUCIAL_DATA_DIR)');

const userOption = () =>
  new Option('--user <name>', 'sign in as a person; the password comes from FIDUCIAL_PASSWORD_FILE or stdin');

/** A command with the options that all have. */
export const newCommand = (name: string, summary: string): Command =>
  new Command(name).description(summary).addOption(dataDirOption()).addOption(jsonOption()).addOption(userOption());

export const dataDirOf = (options: CommonOptions): string => resolveDataDir({ flag: options.dataDir });

/** A command that cannot begin: one error line, on stdout too with --json. */
export function refuse(
  terminal: Terminal,
  options: CommonOptions,
  error: AppError,
  status: ExitStatus = exitStatus.problems,
): ExitStatus {
  const { code, message } = error;
  if (options.json) terminal.line(JSON.stringify({ error: { code, message } }));
  terminal.note(`fiducial: ${wordsOf(error)}`);
  return status;
}
