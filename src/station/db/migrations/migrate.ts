import type BetterSqlite3 from 'better-sqlite3';
import { fail, ok, type Result } from '../../../core/kernel/result.ts';
import { type DbError, dbError } from '../errors.ts';
import type { Migration } from './migration.ts';

/** "FDCL": marks our databases in the SQLite header (`PRAGMA application_id`). */
export const applicationId = 0x4644434c;

/**
 * Brings a database to the newest version, each migration in one transaction with its version number, so that a killed
 * run goes on where it stopped. Two processes may do it at once: the second waits and finds the work done.
 */
export function migrate(sqlite: BetterSqlite3.Database, list: readonly Migration[]): Result<void, DbError> {
  for (;;) {
    const state = inspectVersion(sqlite, list);
    if (!state.ok || state.value >= list.length) return state.ok ? ok(undefined) : state;
    sqlite
      .transaction(() => {
        // Read again under the write lock: another process may have been faster.
        const next = list[Number(sqlite.pragma('user_version', { simple: true }))];
        if (next === undefined) return;
        sqlite.exec(next.sql);
        sqlite.pragma(`application_id = ${applicationId}`);
        sqlite.pragma(`user_version = ${next.version}`);
      })
      .immediate();
  }
}

/** The database's version, or why this program must not touch it. */
export function inspectVersion(sqlite: BetterSqlite3.Database, list: readonly Migration[]): Result<number, DbError> {
  const version = Number(sqlite.pragma('user_version', { simple: true }));
  const application = Number(sqlite.pragma('application_id', { simple: true }));
  const empty = version === 0 && sqlite.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0;
  if (application !== applicationId && !(application === 0 && empty)) {
    return fail(dbError('DB_FOREIGN', { application, version }));
  }
  if (version > list.length) return fail(dbError('DB_NEWER', { version, newestKnown: list.length }));
  return ok(version);
}
