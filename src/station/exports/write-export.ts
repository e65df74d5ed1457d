import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { exportCreated } from '../../core/audit/entries.ts';
import { newId } from '../../core/kernel/ids.ts';
import { type AppError, fail, ok, type Result } from '../../core/kernel/result.ts';
import { recordAction } from '../audit/action.ts';
import { actingNow, type StationContext } from '../context.ts';
import { faultOfFile, type OriginalFault } from '../images/check-original.ts';
import { imageStoreError } from '../images/errors.ts';
import type { ImageStore } from '../images/image-store.ts';
import type { InspectionFilter } from '../inspections/filter.ts';
import { coco } from './coco.ts';
import { collectDataset } from './collect-dataset.ts';
import { type Dataset, type DatasetFormat, type DatasetItem, datasetOf } from './dataset.ts';
import { datumaro } from './datumaro.ts';
import { exportError } from './errors.ts';
import { voc } from './voc.ts';
import { writeWholeFolder } from './whole-folder.ts';
import { yolo } from './yolo.ts';

export const datasetFormats = { coco, yolo, voc, datumaro } as const satisfies Record<string, DatasetFormat>;
export type DatasetFormatName = keyof typeof datasetFormats;

export interface WrittenExport {
  readonly folder: string;
  readonly images: number;
  readonly labels: number;
  /** Newer inspections of these images, at which no person has worked. */
  readonly newerLeftOut: number;
  /** Images that are not in it, since an area of them is neither named nor called false. */
  readonly unexplained: number;
  /** Images that should be in it and could not. */
  readonly refused: readonly RefusedImage[];
}

export interface RefusedImage {
  readonly sourcePath: string;
  readonly inspectionId: string;
  readonly error: AppError;
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
 * blocks where the file system can), never linked: whoever edits the dataset must not change the originals. An image whose
 * copy is not the bytes that were inspected is left out, and named.
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
  const stopping = stoppable(signal);
  const collected = await stopping(() => collectDataset(context.db, filter, signal));
  if (!collected.ok) return collected;
  const { items, newerLeftOut, unexplained } = collected.value;
  if (items.length === 0) return fail(exportError('EXPORT_EMPTY', whyEmpty(unexplained)));
  const written = await writeWholeFolder(outPath, (work) =>
    stopping(async () => {
      const put = await copyImages(items, images, join(work, datasetFormats[format].imageFolder), signal);
      if (put.items.length === 0) return fail(exportError('EXPORT_EMPTY', noneSound(put.refused)));
      const sha256 = await writeLabels(datasetOf(put.items, classOrder), datasetFormats[format], work, signal);
      return ok({ ...put, sha256 });
    }),
  );
  if (!written.ok) return written;
  const { folder, value } = written.value;
  const facts = { id: newId(), format, inspections: value.items.length, sha256: value.sha256 };
  const logged = await context.db.patiently(() => recordAction(context, exportCreated(facts)));
  if (!logged.ok) return logged;
  return ok({
    folder,
    images: value.items.length,
    labels: value.items.reduce((sum, { labels }) => sum + labels.length, 0),
    newerLeftOut,
    unexplained,
    refused: value.refused,
  });
}

/** Work that a person stops ends with EXPORT_STOPPED. */
const stoppable =
  (signal: AbortSignal | undefined) =>
  async <T>(work: () => Promise<Result<T, AppError>>): Promise<Result<T, AppError>> => {
    try {
      signal?.throwIfAborted();
      const done = await work();
      signal?.throwIfAborted();
      return done;
    } catch (cause) {
      if (!signal?.aborted) throw cause;
      return fail(exportError('EXPORT_STOPPED', 'The export was stopped before its end. Nothing of it was kept.'));
    }
  };

const whyEmpty = (unexplained: number): string =>
  unexplained === 0
    ? 'There is no completed inspection to export. Nothing was written.'
    : `Nothing was written: each of the ${unexplained} images has an unexplained area. Name it or call it false first.`;

const noneSound = (refused: readonly RefusedImage[]): string =>
  `None of the ${refused.length} images could be exported (${[...new Set(refused.map(({ error }) => error.code))].join(', ')}). Nothing was written; "fiducial doctor --full" names the files.`;

/** Gives the items whose images are there now, whole. */
async function copyImages(
  items: readonly DatasetItem[],
  images: Pick<ImageStore, 'absolute'>,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<{ readonly items: readonly DatasetItem[]; readonly refused: readonly RefusedImage[] }> {
  await mkdir(folder, { recursive: true });
  const put: DatasetItem[] = [];
  const refused: RefusedImage[] = [];
  for (const item of items) {
    signal?.throwIfAborted();
    const fault = await copySound(images.absolute(item.storedPath), join(folder, item.fileName), item.sha256);
    if (fault === null) put.push(item);
    else {
      const { sourcePath, inspectionId, storedPath } = item;
      refused.push({
        sourcePath,
        inspectionId,
        error: imageStoreError('ORIGINAL_DAMAGED', { path: storedPath, fault }),
      });
    }
  }
  return { items: put, refused };
}

/** What is hashed is the copy: what the dataset holds. Nothing is left of one that is not what was inspected. */
async function copySound(source: string, copy: string, sha256: string): Promise<OriginalFault | null> {
  try {
    await copyFile(source, copy, constants.COPYFILE_FICLONE);
  } catch (cause) {
    const fault = await faultOfFile(source, sha256);
    if (fault === null) throw cause;
    return fault;
  }
  const fault = await faultOfFile(copy, sha256);
  if (fault !== null) await rm(copy);
  return fault;
}

/** Gives the hex SHA-256 over all text files in order. */
async function writeLabels(
  dataset: Dataset,
  format: DatasetFormat,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  const digest = createHash('sha256');
  for (const { path, text } of format.files(dataset)) {
    signal?.throwIfAborted();
    digest.update(text);
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return digest.digest('hex');
}
