/** The log as plain files that other people's tools verify (C2SP tlog-tiles). */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  bundlesOf,
  entriesPath,
  entryBundle,
  exportPaths,
  formatCheckpoints,
  formatVkeys,
  hashTile,
  type Tile,
  tilePath,
  tilesOf,
  tileWidth,
  toHex,
} from '@fiducial/protocol/audit';
import { logExported } from '../../core/audit/entries.ts';
import { type AppError, fail, ok, type Result } from '../../core/kernel/result.ts';
import { actingNow, type StationContext } from '../context.ts';
import type { Database } from '../db/database.ts';
import { statement } from '../db/statement.ts';
import { writeWholeFolder } from '../exports/whole-folder.ts';
import { recordAction } from './action.ts';
import { checkpointsUpTo, newestCheckpoint, type StoredCheckpoint } from './checkpoint-rows.ts';
import { auditError } from './errors.ts';

export interface ExportedLog {
  readonly folder: string;
  /** Entries in it: those that the newest checkpoint covers. */
  readonly size: number;
  readonly root: string;
}

export interface ExportOptions {
  /** Entries written so far, of how many. */
  readonly onProgress?: (written: number, size: number) => void;
  /** Aborted: it ends soon, and nothing of it is left. */
  readonly stop?: AbortSignal;
}

/**
 * Writes the signed part of the log into a new or empty folder: whole, or nothing. What is not signed yet is signed
 * before, where it can be; the entry that tells of the export follows it and is not in it.
 * Errors: IDENTITY_*, AUDIT_NOT_SIGNED, AUDIT_EXPORT_STOPPED, EXPORT_NOT_EMPTY, EXPORT_UNWRITABLE, DB_*.
 */
export async function exportLog(
  live: StationContext,
  outPath: string,
  options: ExportOptions = {},
): Promise<Result<ExportedLog, AppError>> {
  const context = actingNow(live);
  const { db, signer, station } = context;
  const allowed = context.may('log.export');
  if (!allowed.ok) return allowed;
  const signed = await db.patiently(() => signer.checkpoint());
  if (!signed.ok) return signed;
  const newest = db.read(() => newestCheckpoint(db));
  if (!newest.ok) return newest;
  if (newest.value === null) return fail(auditError('AUDIT_NOT_SIGNED', { index: 0 }));
  const signedState = newest.value;
  const written = await writeWholeFolder(outPath, (work) => writeLog(db, signedState, work, options));
  if (!written.ok) return written;
  const { folder } = written.value;
  const { size } = signedState;
  const root = toHex(signedState.root);
  const logged = await db.patiently(() => recordAction(context, logExported({ station, size, root })));
  return logged.ok ? ok({ folder, size, root }) : logged;
}

async function writeLog(
  db: Database,
  { size, note }: StoredCheckpoint,
  folder: string,
  { onProgress, stop }: ExportOptions,
): Promise<Result<void, AppError>> {
  const put = async (path: string, bytes: Uint8Array | string): Promise<void> => {
    const file = join(folder, ...path.split('/'));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytes);
  };
  const stopped = fail(auditError('AUDIT_EXPORT_STOPPED'));
  for (const { index, width } of bundlesOf(size)) {
    if (stop?.aborted) return stopped;
    const entries = db.read(() => entriesFrom(db, index * tileWidth, width));
    if (!entries.ok) return entries;
    await put(entriesPath(index, width), entryBundle(entries.value));
    onProgress?.(index * tileWidth + width, size);
  }
  for (const tile of tilesOf(size)) {
    if (stop?.aborted) return stopped;
    const hashes = db.read(() => hashesOf(db, tile));
    if (!hashes.ok) return hashes;
    await put(tilePath(tile), hashes.value);
  }
  const signatures = db.read(() => ({ vkeys: vkeysOf(db), notes: notesUpTo(db, size) }));
  if (!signatures.ok) return signatures;
  await put(exportPaths.vkeys, formatVkeys(signatures.value.vkeys));
  await put(exportPaths.checkpoints, formatCheckpoints(signatures.value.notes));
  await put(exportPaths.checkpoint, signatures.value.notes.at(-1) ?? note);
  return ok(undefined);
}

function entriesFrom(db: Database, first: number, count: number): readonly Uint8Array[] {
  const sql = 'SELECT CAST(entry AS BLOB) AS bytes FROM audit_entries WHERE seq >= ? AND seq < ? ORDER BY seq';
  return db.all(statement<{ readonly bytes: Uint8Array }>(sql, [first, first + count])).map(({ bytes }) => bytes);
}

const leavesQuery = 'SELECT leaf_hash AS hash FROM audit_entries WHERE seq >= ? AND seq < ? ORDER BY seq';
const nodesQuery = `SELECT hash FROM audit_nodes WHERE level = ? AND node_index >= ? AND node_index < ?
  ORDER BY node_index`;

function hashesOf(db: Database, tile: Tile): Uint8Array {
  const first = tile.index * tileWidth;
  const range = [first, first + tile.width];
  const query = tile.level === 0 ? statement(leavesQuery, range) : statement(nodesQuery, [tile.level * 8, ...range]);
  const rows = db.all(query) as { readonly hash: Uint8Array }[];
  return hashTile((_level, index) => rows[index - first]?.hash as Uint8Array, tile);
}

const vkeysOf = (db: Database): readonly string[] =>
  db.all(db.query.selectFrom('audit_epochs').select('vkey').orderBy('number')).map(({ vkey }) => vkey);

const notesUpTo = (db: Database, size: number): readonly string[] =>
  [...checkpointsUpTo(db, size)].map(({ note }) => note);
