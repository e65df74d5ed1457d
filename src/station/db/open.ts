import { dirname } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { fail, ok, type Result } from '../../core/kernel/result.ts';
import { makeDurableFolder } from '../durable-folder.ts';
import { type Database, wrapDatabase } from './database.ts';
import { type DbError, dbError, dbErrorOf } from './errors.ts';
import { migrations } from './migrations/list.ts';
import { inspectVersion, migrate } from './migrations/migrate.ts';
import type { Patience } from './patient-changes.ts';

export interface OpenOptions {
  /** Path of station.db; its folder is made where it is missing. */
  readonly file: string;
  /** For looking only: nothing is created, migrated or written. */
  readonly readOnly?: boolean;
  /** How long a write holds up this thread to wait for another process. Default 10 s. */
  readonly busyTimeoutMs?: number;
  /** Of `patiently`; 30 s unless told. */
  readonly patience?: Patience;
}

/**
 * Opens the station's database ready for use: migrated, WAL, synchronous=FULL, foreign keys on.
 * Errors: DB_NEWER, DB_FOREIGN, DB_NOT_A_DATABASE, DB_CORRUPT, DB_CANNOT_OPEN, DB_READ_ONLY, DB_LOCKED, DB_FULL,
 * DB_IO, DB_NOT_DURABLE. On an error nothing stays open and the file is left as it was found.
 */
export function openDatabase(options: OpenOptions): Result<Database, DbError> {
  const { file, readOnly = false, busyTimeoutMs = 10_000, patience } = options;
  let sqlite: BetterSqlite3.Database | null = null;
  try {
    if (!readOnly) makeDurableFolder(dirname(file));
    sqlite = new BetterSqlite3(file, { readonly: readOnly, fileMustExist: readOnly, timeout: busyTimeoutMs });
    // 64 MiB instead of 2: the inner pages of a million boards' indices stay in memory.
    sqlite.pragma('cache_size = -65536');
    const ready = readOnly ? checkReadable(sqlite) : makeReady(sqlite);
    if (ready.ok) return ok(wrapDatabase(sqlite, patience));
    sqlite.close();
    return ready;
  } catch (thrown) {
    sqlite?.close();
    return fail(openErrorOf(thrown));
  }
}

function makeReady(sqlite: BetterSqlite3.Database): Result<void, DbError> {
  // Ask before anything is changed: a foreign or newer file stays untouched, its journal mode too.
  const version = inspectVersion(sqlite, migrations);
  if (!version.ok) return version;
  switchToWal(sqlite);
  // The bundled SQLite opens WAL databases with NORMAL, which loses acknowledged commits in a power loss.
  sqlite.pragma('synchronous = FULL');
  // macOS: fsync alone does not reach the platter there. No effect elsewhere.
  sqlite.pragma('fullfsync = ON');
  sqlite.pragma('checkpoint_fullfsync = ON');
  sqlite.pragma('foreign_keys = ON');
  sqlite.pragma('trusted_schema = OFF');
  const migrated = migrate(sqlite, migrations);
  if (!migrated.ok) return migrated;
  // A real write before the settings are believed; it also finds a full or read-only disk now, not at the first board.
  sqlite.transaction(() => sqlite.pragma(`user_version = ${migrations.length}`)).immediate();
  return checkPromises(sqlite);
}

/** Whether the settings hold that keep the promises, however they came to be. Errors: DB_NOT_DURABLE. */
export function checkPromises(sqlite: BetterSqlite3.Database): Result<void, DbError> {
  const settingOf = (name: string): unknown => sqlite.pragma(name, { simple: true });
  const [journalMode, synchronous, foreignKeys] = ['journal_mode', 'synchronous', 'foreign_keys'].map(settingOf);
  if (journalMode === 'wal' && synchronous === 2 && foreignKeys === 1) return ok(undefined);
  const details = {
    journalMode: String(journalMode),
    synchronous: Number(synchronous),
    foreignKeys: Number(foreignKeys),
  };
  return fail(dbError('DB_NOT_DURABLE', details));
}

function checkReadable(sqlite: BetterSqlite3.Database): Result<void, DbError> {
  const version = inspectVersion(sqlite, migrations);
  if (!version.ok) return version;
  return version.value === migrations.length
    ? ok(undefined)
    : fail(dbError('DB_READ_ONLY', { version: version.value }));
}

/** The first switch needs the file alone and does not wait for it, so two first starts at once can collide. */
function switchToWal(sqlite: BetterSqlite3.Database): void {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (let attempt = 1; ; attempt += 1) {
    try {
      return void sqlite.pragma('journal_mode = WAL');
    } catch (thrown) {
      if (attempt === 50 || dbErrorOf(thrown)?.code !== 'DB_LOCKED') throw thrown;
      Atomics.wait(pause, 0, 0, 20);
    }
  }
}

function openErrorOf(thrown: unknown): DbError {
  const known = dbErrorOf(thrown);
  if (known !== null) return known;
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : null;
  if (code === 'ENOSPC') return dbError('DB_FULL', { system: code });
  if (code === 'EROFS') return dbError('DB_READ_ONLY', { system: code });
  if (code !== null) return dbError('DB_CANNOT_OPEN', { system: code });
  // better-sqlite3 throws a plain TypeError when the folder does not exist.
  if (thrown instanceof TypeError) return dbError('DB_CANNOT_OPEN');
  throw thrown;
}
