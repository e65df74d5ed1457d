import { basename, join } from 'node:path';
import { imageQuarantined } from '../../core/audit/entries.ts';
import type { IdentityError } from '../../core/identity/errors.ts';
import { newId, type QuarantineId } from '../../core/kernel/ids.ts';
import { fail, ok, type Result } from '../../core/kernel/result.ts';
import { appendEntry } from '../audit/append.ts';
import type { AuditError } from '../audit/errors.ts';
import type { StationContext } from '../context.ts';
import type { Database } from '../db/database.ts';
import type { DbError } from '../db/errors.ts';
import { copyHashed, removeQuietly } from './copy-hashed.ts';
import { type ImageStoreError, storeErrorOf } from './errors.ts';
import { type FileSystem, nodeFileSystem } from './file-system.ts';

export interface Refusal {
  /** Made by the caller, so that a retry reuses it. */
  readonly id?: QuarantineId;
  readonly sourcePath: string;
  /** Why it was refused, as the engine or the store said it. */
  readonly code: string;
  readonly message: string;
}

export interface Quarantined {
  readonly id: QuarantineId;
  /** Relative to the data directory; null where the file could not be read, so there was nothing to copy. */
  readonly storedPath: string | null;
  readonly sha256: string | null;
  readonly bytes: number | null;
}

/**
 * Keeps a copy of a refused file in `quarantine/<id>.file` with `<id>.json` beside it that says why, its row and its
 * audit entry. The person's own file is only read. The copy has no name of its own choosing: `original` in the JSON has.
 * Errors: IDENTITY_*, STORE_*, DB_*, AUDIT_ENTRY_TOO_LARGE; the copy is then removed again, except after DB_COMMIT_UNKNOWN.
 */
export async function quarantine(
  context: StationContext,
  dataDir: string,
  refusal: Refusal,
  files: FileSystem = nodeFileSystem,
): Promise<Result<Quarantined, ImageStoreError | DbError | AuditError | IdentityError>> {
  const allowed = context.may('board.inspect');
  if (!allowed.ok) return allowed;
  const id = refusal.id ?? newId<QuarantineId>();
  // What is recorded is whole: its copy is not touched again.
  const earlier = context.db.read(() => storedQuarantine(context.db, id));
  if (!earlier.ok) return earlier;
  if (earlier.value !== null) return ok(earlier.value);
  const kept = await keepFiles(files, dataDir, id, refusal, context.clock.now());
  if (!kept.ok) return kept;
  const quarantined = { id, ...kept.value };
  const recorded = await context.db.patiently(() => recordQuarantine(context, refusal, quarantined));
  if (!recorded.ok) {
    if (recorded.error.code !== 'DB_COMMIT_UNKNOWN') await removeFiles(files, dataDir, id);
    return recorded;
  }
  return ok(quarantined);
}

const fileOf = (dataDir: string, id: QuarantineId): string => join(dataDir, 'quarantine', `${id}.file`);
const reasonOf = (dataDir: string, id: QuarantineId): string => join(dataDir, 'quarantine', `${id}.json`);

async function removeFiles(files: FileSystem, dataDir: string, id: QuarantineId): Promise<void> {
  await removeQuietly(files, fileOf(dataDir, id));
  await removeQuietly(files, reasonOf(dataDir, id));
}

async function keepFiles(
  files: FileSystem,
  dataDir: string,
  id: QuarantineId,
  refusal: Refusal,
  time: string,
): Promise<Result<Omit<Quarantined, 'id'>, ImageStoreError>> {
  const folder = join(dataDir, 'quarantine');
  try {
    await files.makeFolder(folder);
    await removeFiles(files, dataDir, id);
    const copied = await copyHashed(files, refusal.sourcePath, fileOf(dataDir, id));
    if (!copied.ok && copied.error.code !== 'IMAGE_UNREADABLE') return copied;
    if (copied.ok) await finish(copied.value.target);
    const sha256 = copied.ok ? copied.value.sha256 : null;
    const bytes = copied.ok ? copied.value.bytes : null;
    const original = basename(refusal.sourcePath);
    const { sourcePath, code, message } = refusal;
    const reason = { id, time, original, source: sourcePath, code, message, sha256, bytes };
    const json = await files.create(reasonOf(dataDir, id));
    await json.write(new TextEncoder().encode(`${JSON.stringify(reason, null, 2)}\n`)).catch(closing(json));
    await finish(json);
    await files.syncFolder(folder);
    return ok({ storedPath: copied.ok ? `quarantine/${id}.file` : null, sha256, bytes });
  } catch (thrown) {
    await removeFiles(files, dataDir, id);
    const error = storeErrorOf(thrown);
    if (error === null) throw thrown;
    return fail(error);
  }
}

async function finish(file: { sync(): Promise<void>; close(): Promise<void> }): Promise<void> {
  await file.sync().catch(closing(file));
  await file.close();
}

const closing =
  (file: { close(): Promise<void> }) =>
  async (thrown: unknown): Promise<never> => {
    await file.close().catch(() => undefined);
    throw thrown;
  };

function storedQuarantine(db: Database, id: QuarantineId): Quarantined | null {
  const columns = ['stored_path as storedPath', 'sha256', 'bytes'] as const;
  const row = db.get(db.query.selectFrom('quarantine').select(columns).where('id', '=', id));
  return row === undefined ? null : { id, ...row };
}

function recordQuarantine(
  context: StationContext,
  refusal: Refusal,
  quarantined: Quarantined,
): Result<Quarantined, DbError | AuditError> {
  const { db } = context;
  const { id, storedPath, sha256, bytes } = quarantined;
  const stored = () => storedQuarantine(db, id);
  return db.write(() => {
    const earlier = stored();
    if (earlier !== null) return ok(earlier);
    const entry = appendEntry(context, imageQuarantined({ ...refusal, id, sha256 }));
    if (!entry.ok) return entry;
    db.insert('quarantine', {
      id,
      source_path: refusal.sourcePath,
      stored_path: storedPath,
      sha256,
      bytes,
      code: refusal.code,
      message: refusal.message,
      time: entry.value.time,
      mono_ms: entry.value.monoMs,
      boot_id: entry.value.bootId,
      audit_seq: entry.value.seq,
    });
    return ok(quarantined);
  }, stored);
}
