import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type AppError, fail, ok, type Result } from '../core/kernel/result.ts';
import { openStation, type Station } from '../station/compose.ts';
import type { Database } from '../station/db/database.ts';
import { openDatabase } from '../station/db/open.ts';
import { type CommonOptions, dataDirOf } from './command.ts';
import { credentialsOf } from './credentials.ts';
import { cliError } from './errors.ts';
import { type Terminal, wordsOf } from './terminal.ts';

const nothingThere = (folder: string): { readonly ok: false; readonly error: AppError } =>
  fail(
    cliError(
      'STATION_EMPTY',
      `There is no station data in ${folder}. Name another folder with --data-dir, or inspect a board first.`,
    ),
  );

/** The database of a data directory that must be there already. Errors: STATION_EMPTY. */
export function existingFile(options: CommonOptions): Result<string, AppError> {
  const dataDir = dataDirOf(options);
  const file = join(dataDir, 'station.db');
  return existsSync(file) ? ok(file) : nothingThere(dataDir);
}

/** Opens a data directory that must be there already. Errors: STATION_EMPTY, and as `openForUser`. */
export async function openExisting(terminal: Terminal, options: CommonOptions): Promise<Result<Station, AppError>> {
  const file = existingFile(options);
  return file.ok ? openForUser(terminal, options) : file;
}

/**
 * Opens a data directory for the person of `--user`, or for the unattended line. `station`: its name in records.
 * Errors: USAGE, IDENTITY_*, DB_*, STORE_*.
 */
export async function openForUser(
  terminal: Terminal,
  options: CommonOptions,
  station?: string,
): Promise<Result<Station, AppError>> {
  const credentials = await credentialsOf(terminal, options);
  if (!credentials.ok) return credentials;
  const opened = await openStation({ dataDir: dataDirOf(options), station, credentials: credentials.value });
  if (opened.ok) tellSigning(terminal, opened.value);
  return opened;
}

/** A line without a window has nobody else to say that its log is not signed any more. One that the window seals is signed there. */
function tellSigning(terminal: Terminal, { signer }: Station): void {
  const { problem } = signer.state();
  if (problem !== null && problem.code !== 'KEY_SEALED_ELSEWHERE') terminal.note(`fiducial: ${wordsOf(problem)}`);
}

/** The same for looking only: nothing is created, migrated or written. */
export function openToRead(options: CommonOptions): Result<Database, AppError> {
  const file = existingFile(options);
  return file.ok ? openDatabase({ file: file.value, readOnly: true }) : file;
}
