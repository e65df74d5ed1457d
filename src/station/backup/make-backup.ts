import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { backupMade } from '../../core/audit/entries.ts';
import { type AppError, fail, ok, type Result } from '../../core/kernel/result.ts';
import { recordAction } from '../audit/action.ts';
import { logSize } from '../audit/tree-rows.ts';
import type { StationContext } from '../context.ts';
import { openDatabase } from '../db/open.ts';
import { syncFolderNames } from '../durable-folder.ts';
import { backupError } from './errors.ts';

export interface Backup {
  readonly path: string;
  readonly sha256: string;
  /** Entries of the log in it. */
  readonly size: number;
  /** Original images that it names and does not hold. */
  readonly originals: number;
}

/**
 * Copies the station's database, while others go on working with it, into one file: everything but the original images,
 * which never change and are copied with the folder `images`, and the log's private key, which belongs to this computer.
 * The copy is signed to its end, where it can be, and checked before it gets its name.
 * Errors: IDENTITY_*, BACKUP_EXISTS, BACKUP_UNWRITABLE, DB_*.
 */
export async function makeBackup(context: StationContext, outPath: string): Promise<Result<Backup, AppError>> {
  const allowed = context.may('backup.create');
  if (!allowed.ok) return allowed;
  const { db, signer, station } = context;
  const path = resolve(outPath);
  if (existsSync(path)) return fail(backupError('BACKUP_EXISTS'));
  await db.patiently(() => signer.checkpoint());
  const partial = join(dirname(path), `.${basename(path)}.partial-${process.pid}`);
  try {
    const copied = await db.copyTo(partial);
    if (!copied.ok) return aboutTheCopy(copied.error);
    const checked = checkCopy(partial);
    if (!checked.ok) return checked;
    await syncFile(partial);
    await rename(partial, path);
    syncFolderNames(dirname(path));
    const { size, originals } = checked.value;
    const sha256 = await hashOfFile(path);
    const logged = await db.patiently(() => recordAction(context, backupMade({ station, size, sha256 })));
    return logged.ok ? ok({ path, sha256, size, originals }) : logged;
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    return fail(backupError('BACKUP_UNWRITABLE', { why }));
  } finally {
    for (const end of ['', '-wal', '-shm', '-journal']) await rm(`${partial}${end}`, { force: true });
  }
}

/** What the driver says of a file that it cannot make or fill is said of where the copy goes: the station's own disk is well. */
const aboutTheCopy = (error: AppError): Result<never, AppError> =>
  fail(ofTheCopy.has(error.code) ? backupError('BACKUP_UNWRITABLE', { why: error.code }) : error);
const ofTheCopy: ReadonlySet<string> = new Set(['DB_FULL', 'DB_CANNOT_OPEN', 'DB_READ_ONLY']);

/** Reads all of the copy. */
function checkCopy(file: string): Result<Pick<Backup, 'size' | 'originals'>, AppError> {
  const copy = openDatabase({ file });
  if (!copy.ok) return copy;
  const { value: db } = copy;
  try {
    const sound = db.check();
    if (!sound.ok) return sound;
    // One file, without a log of changes beside it.
    return db.read(() => {
      db.scalar('PRAGMA journal_mode = DELETE');
      return { size: logSize(db), originals: Number(db.scalar('SELECT count(*) FROM images')) };
    });
  } finally {
    db.close();
  }
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Lower-case hex SHA-256 of a file. */
export async function hashOfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
