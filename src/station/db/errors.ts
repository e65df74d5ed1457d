import { type CodedError, codedErrors } from '../../core/kernel/coded-errors.ts';

const errors = codedErrors({
  /** No space for the write; nothing of it was kept. */
  DB_FULL: 'The disk that holds the database is full. Nothing of this change was kept; free some space and try again.',
  /** Another process held the database longer than the wait. */
  DB_LOCKED: 'Another program kept the database busy for too long. Nothing of this change was kept; try again.',
  /** Another process holds the database; changes wait for it and are not refused yet. */
  DB_WAITING:
    'Another program is using the database. What is decided and inspected meanwhile waits for it and is then stored.',
  /** A page, an index or the header is damaged. */
  DB_CORRUPT:
    'The database is damaged. It was left as it is; restore a backup ("fiducial restore FILE") or run "fiducial doctor".',
  /** The file is something else. */
  DB_NOT_A_DATABASE:
    'The database file is not a database. It was left as it is; restore a backup ("fiducial restore FILE") or name another data directory.',
  /** A SQLite database of another program. */
  DB_FOREIGN: 'The database file belongs to another program. It was left as it is; name another data directory.',
  /** Written by a newer version of this program. */
  DB_NEWER: 'The database was written by a newer version of Fiducial. It was left as it is; update Fiducial.',
  /** File, folder or file system refuses writing. */
  DB_READ_ONLY: 'The database cannot be written. Nothing of this change was kept; check the permissions of its folder.',
  /** Missing folder, no permission, not a file. */
  DB_CANNOT_OPEN: 'The database cannot be opened. Check that its folder exists and may be read and written.',
  /** The operating system reported a read or write error. */
  DB_IO: 'The operating system reported an error on the database file. Nothing was acknowledged; check the disk.',
  /** WAL or synchronous=FULL could not be set, so no promise could be kept. */
  DB_NOT_DURABLE: 'The database refused the settings that keep it safe in a power loss, so it is not used.',
  /** The commit reported an error; it may be stored or not; retry with the same id. */
  DB_COMMIT_UNKNOWN:
    'The disk reported an error while a change was being stored; it may be stored or not. Trying again does no harm.',
});
export const dbErrorCodes = errors.codes;
type DbErrorCode = (typeof dbErrorCodes)[number];
export type DbError = CodedError<DbErrorCode>;
/** A coded database error. `details` must not carry content of the database. */
export const dbError = errors.make;

const byPrimaryCode: Readonly<Record<string, DbErrorCode>> = {
  SQLITE_FULL: 'DB_FULL',
  SQLITE_BUSY: 'DB_LOCKED',
  SQLITE_LOCKED: 'DB_LOCKED',
  SQLITE_CORRUPT: 'DB_CORRUPT',
  SQLITE_NOTADB: 'DB_NOT_A_DATABASE',
  SQLITE_READONLY: 'DB_READ_ONLY',
  SQLITE_CANTOPEN: 'DB_CANNOT_OPEN',
  SQLITE_PERM: 'DB_CANNOT_OPEN',
  SQLITE_AUTH: 'DB_CANNOT_OPEN',
  SQLITE_IOERR: 'DB_IO',
  SQLITE_PROTOCOL: 'DB_LOCKED',
  SQLITE_NOLFS: 'DB_IO',
};

/**
 * To be thrown inside `read` and `write`, which give it as DB_CORRUPT, where the database can be read and what it holds
 * cannot be: rows that are missing or torn, which only damage or a foreign hand leaves.
 */
export const damagedContent = (what: string): Error =>
  Object.assign(new Error(what), { code: 'SQLITE_CORRUPT_CONTENT' });

/** What SQLite calls an ordinary error and is damage: an entry that is no JSON any more, an index of words that is none. */
const tornContent = /^malformed JSON$|^invalid fts5 file format|^no such table: |^database corruption/;

/** Coded form of an error thrown by better-sqlite3; null for what is a bug (constraint, misuse, not SQLite's). */
export function dbErrorOf(thrown: unknown): DbError | null {
  if (!(thrown instanceof Error) || !('code' in thrown) || typeof thrown.code !== 'string') return null;
  if (thrown.code === 'SQLITE_ERROR' && tornContent.test(thrown.message)) return dbError('DB_CORRUPT');
  const primary = /^SQLITE_[A-Z]+/.exec(thrown.code)?.[0];
  const code = primary === undefined ? undefined : byPrimaryCode[primary];
  return code === undefined ? null : dbError(code, { sqlite: thrown.code });
}
