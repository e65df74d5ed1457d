import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, mkdir, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { exportCreated } from '../../core/audit/entries.ts';
import { newId } from '../../core/kernel/ids.ts';
import { type AppError, fail, ok, type Result } from '../../core/kernel/result.ts';
import { recordAction } from '../audit/action.ts';
import { actingNow, type StationContext } from '../context.ts';
import type { ImageStore } from '../images/image-store.ts';
import type { InspectionFilter } from '../inspections/filter.ts';
import { coco } from './coco.ts';
import { collectDataset, type Dataset, type DatasetFormat } from './dataset.ts';
import { datumaro } from './datumaro.ts';
import { exportError } from './errors.ts';
import { voc } from './voc.ts';
import { yolo } from './yolo.ts';

export const datasetFormats = { coco, yolo, voc, datumaro } as const satisfies Record<string, DatasetFormat>;
export type DatasetFormatName = keyof typeof datasetFormats;

export interface WrittenExport {
  readonly folder: string;
  readonly images: number;
  readonly labels: number;
}

export interface ExportRequest {
  readonly format: DatasetFormatName;
  /** A new or empty folder. */
  readonly outPath: string;
  /** Types whose numbers the dataset keeps, in order; others that occur follow. */
  readonly classOrder: readonly string[];
  /** Which inspections; absent: all. */
  readonly filter?: InspectionFilter;
  /** Stops it; nothing of it is then left. */
  readonly signal?: AbortSignal;
}

/**
 * Writes stored inspections as a dataset into a new or empty folder: whole, or nothing. Images are copied (shared
 * blocks where the file system can), never linked: whoever edits the dataset must not change the originals.
 * Errors: IDENTITY_*, EXPORT_EMPTY, EXPORT_NOT_EMPTY, EXPORT_UNWRITABLE, EXPORT_STOPPED, DB_*, AUDIT_*.
 */
export async function writeExport(
  live: StationContext,
  images: Pick<ImageStore, 'absolute'>,
  { format, outPath, classOrder, filter = {}, signal }: ExportRequest,
): Promise<Result<WrittenExport, AppError>> {
  const context = actingNow(live);
  const allowed = context.may('dataset.export');
  if (!allowed.ok) return allowed;
  const folder = resolve(outPath);
  const dataset = collectDataset(context.db, classOrder, filter);
  if (!dataset.ok) return dataset;
  const { items } = dataset.value;
  if (items.length === 0)
    return fail(exportError('EXPORT_EMPTY', 'There is no completed inspection to export. Nothing was written.'));
  const there = await readdir(folder).catch(() => []);
  if (there.length > 0)
    return fail(exportError('EXPORT_NOT_EMPTY', `${folder} is not empty. Nothing was written; name another folder.`));

  const partial = join(dirname(folder), `.${basename(folder)}.partial-${process.pid}`);
  let digest: string;
  try {
    digest = await writeFiles(dataset.value, datasetFormats[format], images, partial, signal);
    signal?.throwIfAborted();
    await rmdir(folder).catch(() => undefined);
    await rename(partial, folder);
  } catch (cause) {
    await rm(partial, { recursive: true, force: true }).catch(() => undefined);
    if (signal?.aborted)
      return fail(exportError('EXPORT_STOPPED', 'The export was stopped before its end. Nothing of it was kept.'));
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    return fail(exportError('EXPORT_UNWRITABLE', `The export could not be written (${why}). Nothing of it was kept.`));
  }
  const facts = { id: newId(), format, inspections: items.length, sha256: digest };
  const logged = await context.db.patiently(() => recordAction(context, exportCreated(facts)));
  if (!logged.ok) return logged;
  return ok({ folder, images: items.length, labels: items.reduce((sum, { labels }) => sum + labels.length, 0) });
}

/** Gives the hex SHA-256 over all text files in order. */
async function writeFiles(
  dataset: Dataset,
  format: DatasetFormat,
  images: Pick<ImageStore, 'absolute'>,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  const digest = createHash('sha256');
  const imageFolder = join(folder, format.imageFolder);
  await mkdir(imageFolder, { recursive: true });
  for (const { storedPath, fileName } of dataset.items) {
    signal?.throwIfAborted();
    await copyFile(images.absolute(storedPath), join(imageFolder, fileName), constants.COPYFILE_FICLONE);
  }
  for (const { path, text } of format.files(dataset)) {
    signal?.throwIfAborted();
    digest.update(text);
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return digest.digest('hex');
}
