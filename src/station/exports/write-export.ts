import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { exportCreated } from '../../core/audit/entries.ts';
import { newId } from '../../core/kernel/ids.ts';
import { type AppError, fail, ok, type Result } from '../../core/kernel/result.ts';
import { recordAction } from '../audit/action.ts';
import { actingNow, type StationContext } from '../context.ts';
import type { InspectionFilter } from '../inspections/filter.ts';
import { coco } from './coco.ts';
import { collectDataset } from './collect-dataset.ts';
import { type Dataset, type DatasetFormat, datasetOf } from './dataset.ts';
import { datasetMark } from './dataset-mark.ts';
import { datumaro } from './datumaro.ts';
import { exportError } from './errors.ts';
import { type ImageSources, putImages, type RefusedImage } from './put-images.ts';
import { voc } from './voc.ts';
import { writeWholeFolder } from './whole-folder.ts';
import { yolo } from './yolo.ts';

export const datasetFormats = { coco, yolo, voc, datumaro } as const satisfies Record<string, DatasetFormat>;
export type DatasetFormatName = keyof typeof datasetFormats;

export interface ExportServices extends ImageSources {
  readonly context: StationContext;
}

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
 * copy is not the bytes that were inspected is left out, and named; one that EXIF turns is written upright.
 * Errors: IDENTITY_*, EXPORT_EMPTY, EXPORT_NOT_EMPTY, EXPORT_UNWRITABLE, EXPORT_STOPPED, ENGINE_*, DB_*, AUDIT_*.
 */
export async function writeExport(
  services: ExportServices,
  { format, outPath, classOrder, filter = {}, signal }: ExportRequest,
): Promise<Result<WrittenExport, AppError>> {
  const context = actingNow(services.context);
  const allowed = context.may('dataset.export');
  if (!allowed.ok) return allowed;
  const stopping = stoppable(signal);
  const collected = await stopping(() => collectDataset(context.db, filter, signal));
  if (!collected.ok) return collected;
  const { items, newerLeftOut, unexplained } = collected.value;
  if (items.length === 0) return fail(exportError('EXPORT_EMPTY', whyEmpty(unexplained)));
  const written = await writeWholeFolder(outPath, (work) =>
    stopping(async () => {
      // First, so that what a killed run leaves is known as well.
      await mkdir(work, { recursive: true });
      await writeFile(join(work, datasetMark.name), datasetMark.text);
      const put = await putImages(services, items, join(work, datasetFormats[format].imageFolder), signal);
      if (!put.ok) return put;
      if (put.value.items.length === 0) return fail(exportError('EXPORT_EMPTY', noneSound(put.value.refused)));
      const sha256 = await writeLabels(datasetOf(put.value.items, classOrder), datasetFormats[format], work, signal);
      return ok({ ...put.value, sha256 });
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
