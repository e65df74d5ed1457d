/** Stored inspections as a dataset: one item per image, with the labels that people and the model gave it. */
import type { Box } from '../../core/detection/box.ts';
import type { StoredInspection } from '../../core/inspection/stored.ts';
import { type AppError, ok, type Result } from '../../core/kernel/result.ts';
import type { Database } from '../db/database.ts';
import { eachInspection } from '../inspections/read.ts';

export interface DatasetBox {
  readonly type: string;
  /** In image pixels. */
  readonly box: Box;
  /** The model's confidence in 0..1; null for what a person marked. */
  readonly confidence: number | null;
  readonly origin: 'model' | 'operator';
  /** What a person said about it, `not_verified` when nobody did. */
  readonly verification: string;
}

export interface DatasetItem {
  /** Safe on every file system: the first 16 digits of the image's SHA-256 and its extension. */
  readonly fileName: string;
  /** Relative to the data directory. */
  readonly storedPath: string;
  readonly sourcePath: string;
  readonly sha256: string;
  readonly inspectionId: string;
  readonly width: number;
  readonly height: number;
  /** Labels: every defect that no person called false. */
  readonly labels: readonly DatasetBox[];
  /** The model's boxes as it gave them, false calls too: kept apart from the labels. */
  readonly modelBoxes: readonly DatasetBox[];
}

export interface Dataset {
  /** Category names in order: those of `classOrder` first, then others that occur, by name. */
  readonly classes: readonly string[];
  readonly items: readonly DatasetItem[];
}

/** The newest completed inspection of every image. Errors: DB_*. */
export function collectDataset(db: Database, classOrder: readonly string[]): Result<Dataset, AppError> {
  const items = new Map<string, DatasetItem>();
  for (const read of eachInspection(db, { status: 'completed' })) {
    if (!read.ok) return read;
    const { sha256 } = read.value.image;
    if (!items.has(sha256)) items.set(sha256, itemOf(read.value));
  }
  // Oldest first, so that an export made again later begins with the same images.
  return ok(datasetOf([...items.values()].toReversed(), classOrder));
}

export function datasetOf(items: readonly DatasetItem[], classOrder: readonly string[]): Dataset {
  const known = new Set(classOrder);
  const others = new Set<string>();
  for (const item of items) {
    for (const { type } of [...item.labels, ...item.modelBoxes]) if (!known.has(type)) others.add(type);
  }
  return { classes: [...classOrder, ...[...others].sort()], items };
}

function itemOf(inspection: StoredInspection): DatasetItem {
  const { image, id, defects } = inspection;
  const boxes = defects.map(
    ({ type, box, confidence, origin, verified }): DatasetBox => ({
      type,
      box,
      confidence,
      origin,
      verification: verified?.verification ?? 'not_verified',
    }),
  );
  return {
    fileName: `${image.sha256.slice(0, 16)}${/\.[a-z0-9]+$/.exec(image.storedPath)?.[0] ?? ''}`,
    storedPath: image.storedPath,
    sourcePath: image.sourcePath,
    sha256: image.sha256,
    inspectionId: id,
    width: image.width ?? 0,
    height: image.height ?? 0,
    labels: boxes.filter(({ verification }) => verification !== 'rejected'),
    modelBoxes: boxes.filter(({ origin }) => origin === 'model'),
  };
}

/** A dataset's file: path inside the export and its text. */
interface DatasetFile {
  readonly path: string;
  readonly text: string;
}

/** A format: where images go and the files beside them. Pure. */
export interface DatasetFormat {
  readonly imageFolder: string;
  /** The file that stands for the whole export in the log. */
  readonly files: (dataset: Dataset) => readonly DatasetFile[];
}
