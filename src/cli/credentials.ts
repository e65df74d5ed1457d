/** Secrets of the command line: from a file or from stdin, never from its arguments, which every program can read. */
import { readFileSync } from 'node:fs';
import { type AppError, fail, ok, type Result } from '../core/kernel/result.ts';
import type { Credentials } from '../station/identity/sign-in-once.ts';
import type { CommonOptions } from './command.ts';
import { cliError } from './errors.ts';
import type { Terminal } from './terminal.ts';

/** Environment variables that name files with one secret in the first line. */
type SecretFile =
  | 'FIDUCIAL_PASSWORD_FILE'
  | 'FIDUCIAL_NEW_PASSWORD_FILE'
  | 'FIDUCIAL_CENTRAL_TOKEN_FILE'
  | 'FIDUCIAL_BUCKET_SECRET_FILE';

/** Who `--user` names, with the password; null without it. Errors: USAGE. */
export async function credentialsOf(
  terminal: Terminal,
  { user }: CommonOptions,
): Promise<Result<Credentials | null, AppError>> {
  if (user === undefined) return ok(null);
  const password = await readSecret(terminal, 'FIDUCIAL_PASSWORD_FILE', `Password of ${user}: `);
  return password.ok ? ok({ name: user, password: password.value }) : password;
}

/** A secret from the file that `variable` names, else the next line of stdin. Errors: USAGE. */
export async function readSecret(
  terminal: Terminal,
  variable: SecretFile,
  question: string,
): Promise<Result<string, AppError>> {
  const file = process.env[variable];
  const secret = file ? firstLineOf(file) : await terminal.secret(question);
  if (secret !== null && secret !== '') return ok(secret);
  const where = file ? `The file that ${variable} names cannot be read or is empty` : 'No line came from stdin';
  return fail(cliError('USAGE', `${where}. Nothing was done; write it there, or name a file in ${variable}.`));
}

/** Null where the file cannot be read. */
export function firstLineOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').split(/\r?\n/, 1)[0] ?? null;
  } catch {
    return null;
  }
}
