import { constants, copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type AppError, fail, ok, type Result } from '../../core/kernel/result.ts';
import { verifyStationLog } from '../audit/verify.ts';
import { openDatabase } from '../db/open.ts';
import { makeDurableFolder, syncFolderNames } from '../durable-folder.ts';
import { backupError } from './errors.ts';

export interface Restored {
  /** Entries of the log in the backup. */
  readonly size: number;
  /** Where the database that was there before lies now; null where there was none. */
  readonly putAside: string | null;
  /** Original images that the backup names and the data directory does not have. */
  readonly missingOriginals: number;
}

/**
 * Puts a backup in the place of a station's database. The backup is copied and verified first; what is there now, damaged
 * or not, is put aside under a name of its own and never deleted. The log of the restored station says at its next
 * opening what it has lost, as its key's folder knows better. Nobody else may have the station open.
 * Errors: BACKUP_UNREADABLE, BACKUP_DAMAGED, BACKUP_IN_USE, BACKUP_NOT_RESTORED.
 *
 * @param time UTC, ISO 8601: for the name of what is put aside.
 */
export function restoreBackup(dataDir: string, backup: string, time: string): Result<Restored, AppError> {
  const prepared = prepareRestore(dataDir, backup);
  return prepared.ok ? prepared.value.put(time) : prepared;
}

/** A backup that was verified and waits beside the database. */
export interface PreparedRestore {
  /** Puts it in its place. Nobody may have the station open. Errors: BACKUP_IN_USE, BACKUP_NOT_RESTORED. */
  put(time: string): Result<Restored, AppError>;
}

/** The first half, which needs nobody to leave. Errors: BACKUP_UNREADABLE, BACKUP_DAMAGED, BACKUP_NOT_RESTORED. */
export function prepareRestore(dataDir: string, backup: string): Result<PreparedRestore, AppError> {
  const waiting = join(dataDir, `restoring-${process.pid}`);
  const discard = (): void => rmSync(waiting, { recursive: true, force: true });
  /** What fails here is the disk's fault. */
  const guarded = <T>(work: () => Result<T, AppError>): Result<T, AppError> => {
    try {
      return work();
    } catch (cause) {
      const why = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
      return fail(backupError('BACKUP_NOT_RESTORED', { why }));
    }
  };
  const checked = guarded(() => copyAndCheck(backup, dataDir, waiting));
  if (!checked.ok) {
    discard();
    return checked;
  }
  return ok({
    put(time) {
      try {
        return guarded(() => {
          const aside = putAside(dataDir, time);
          if (!aside.ok) return aside;
          renameSync(join(waiting, 'station.db'), join(dataDir, 'station.db'));
          syncFolderNames(dataDir);
          return ok({ ...checked.value, putAside: aside.value });
        });
      } finally {
        discard();
      }
    },
  });
}

/** In a folder of its own, where no key's mark says what the log must have. An older backup is brought up to date. */
function copyAndCheck(backup: string, dataDir: string, folder: string): Result<Omit<Restored, 'putAside'>, AppError> {
  if (!existsSync(backup)) return fail(backupError('BACKUP_UNREADABLE'));
  makeDurableFolder(dataDir);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'station.db');
  copyFileSync(backup, file, constants.COPYFILE_EXCL);
  const opened = openDatabase({ file });
  if (!opened.ok) return fail(backupError('BACKUP_UNREADABLE', { cause: opened.error.code }));
  const { value: db } = opened;
  try {
    const sound = db.check();
    const report = sound.ok ? verifyStationLog(db) : sound;
    if (!report.ok) return fail(backupError('BACKUP_DAMAGED', { cause: report.error.code }));
    if (!report.value.ok) {
      const { damage, index } = report.value;
      return fail(backupError('BACKUP_DAMAGED', { damage, index }));
    }
    const { size } = report.value;
    return db.read(() => {
      const paths = db.all(db.query.selectFrom('images').select('stored_path'));
      const missing = paths.filter(({ stored_path }) => !existsSync(join(dataDir, ...stored_path.split('/'))));
      db.scalar('PRAGMA journal_mode = DELETE');
      return { size, missingOriginals: missing.length };
    });
  } finally {
    db.close();
  }
}

/** Under `station.db.replaced-<time>`, or `.damaged-<time>` where it cannot be opened; with what lies beside it. */
function putAside(dataDir: string, time: string): Result<string | null, AppError> {
  const file = join(dataDir, 'station.db');
  if (!existsSync(file)) return ok(null);
  const present = openDatabase({ file, busyTimeoutMs: 1000 });
  if (!present.ok && present.error.code === 'DB_LOCKED') return fail(backupError('BACKUP_IN_USE'));
  if (present.ok) {
    // Only possible where nobody else has it open.
    const alone = present.value.read(() => present.value.scalar('PRAGMA journal_mode = DELETE'));
    present.value.close();
    if (!alone.ok && alone.error.code === 'DB_LOCKED') return fail(backupError('BACKUP_IN_USE'));
  }
  const aside = `${file}.${present.ok ? 'replaced' : 'damaged'}-${time.replaceAll(/[:.]/g, '')}`;
  for (const end of ['-wal', '-shm', ''])
    if (existsSync(`${file}${end}`)) renameSync(`${file}${end}`, `${aside}${end}`);
  syncFolderNames(dataDir);
  return ok(aside);
}
