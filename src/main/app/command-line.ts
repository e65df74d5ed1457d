/** What the person or the desktop gave at the start: a data directory, files to import. */
import { isAbsolute, resolve } from 'node:path';

export interface StartArguments {
  readonly dataDir: string | undefined;
  /** Absolute paths. */
  readonly files: readonly string[];
}

/**
 * @param argv Without the binary and, in development, without the app's folder. Switches of the runtime (`--name`,
 * `--name=value`) are none of ours; everything else is a file.
 * @param cwd Folder that relative paths begin at: of the process that was started, not of this one.
 */
export function parseStartArguments(argv: readonly string[], cwd: string): StartArguments {
  let dataDir: string | undefined;
  const files: string[] = [];
  for (let i = 0; i < argv.length; i += 1) {
    const argument = argv[i]!;
    if (argument === '--data-dir') {
      i += 1;
      dataDir = argv[i];
    } else if (argument.startsWith('--data-dir=')) dataDir = argument.slice('--data-dir='.length);
    else if (!argument.startsWith('-') && argument !== '')
      files.push(isAbsolute(argument) ? argument : resolve(cwd, argument));
  }
  return { dataDir: dataDir ? resolve(cwd, dataDir) : undefined, files };
}

/** A packaged program's first argument is its binary; in development the app's folder follows. */
export const ownArguments = (argv: readonly string[], isPackaged: boolean, appPath: string): readonly string[] => {
  const given = argv.slice(1);
  if (isPackaged) return given;
  const folder = given.findIndex((argument) => !argument.startsWith('-') && resolve(argument) === resolve(appPath));
  return folder < 0 ? given : given.slice(folder + 1);
};
