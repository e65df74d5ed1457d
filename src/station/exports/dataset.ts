/** Stored inspections as a dataset: one item per image, with the labels that people and the model gave it. */
import { type JudgedBox, type TruthBox, truthOf } from '../../core/annotation/truth.ts';
import type { StoredInspection } from '../../core/inspection/stored.ts';
import { unexplainedType } from '../../core/inspection/vocabulary.ts';

/** In image pixels. Confidence in 0..1 is the model's; null for what a person drew or corrected. */
export type DatasetBox = TruthBox;

export interface DatasetItem {
  /** Safe on every file system: the first 16 digits of the image's SHA-256 and its extension. */
  readonly fileName: string;
  /** Relative to the data directory. */
  readonly storedPath: string;
  readonly sourcePath: string;
  /** Of the file in the dataset: the original's, unless EXIF turns that, and the dataset has it upright. */
  readonly sha256: string;
  readonly originalSha256: string;
  readonly inspectionId: string;
  readonly width: number;
  readonly height: number;
  /** Labels: what is true as far as people know (core/annotation/truth.ts). */
  readonly labels: readonly DatasetBox[];
  /** The model's boxes as it gave them, false calls too: kept apart from the labels. */
  readonly modelBoxes: readonly DatasetBox[];
}

export interface Dataset {
  /** Category names in order: those of `classOrder` first, then others that occur, by name. */
  readonly classes: readonly string[];
  readonly items: readonly DatasetItem[];
}

export function datasetOf(items: readonly DatasetItem[], classOrder: readonly string[]): Dataset {
  const known = new Set(classOrder);
  const others = new Set<string>();
  for (const item of items) {
    for (const { type } of [...item.labels, ...item.modelBoxes]) if (!known.has(type)) others.add(type);
  }
  return { classes: [...classOrder, ...[...others].sort()], items };
}

/** An inspection as an item; null where an area of its board is neither named nor called false, so that the labels are not all. */
export function itemOf(inspection: StoredInspection): DatasetItem | null {
  const { image, id, defects, annotations } = inspection;
  const boxes = defects.map(
    ({ id: defectId, type, box, confidence, origin, verified }): JudgedBox => ({
      id: defectId,
      type,
      box,
      confidence,
      origin,
      verification: verified?.verification ?? 'not_verified',
    }),
  );
  // What people said comes first: an engineer may have named such an area.
  const labels = truthOf(boxes, annotations);
  // No class to train on, and without a label the model would learn that nothing is there.
  if (labels.some(({ type }) => type === unexplainedType)) return null;
  return {
    fileName: `${image.sha256.slice(0, 16)}${/\.[a-z0-9]+$/.exec(image.storedPath)?.[0] ?? ''}`,
    storedPath: image.storedPath,
    sourcePath: image.sourcePath,
    sha256: image.sha256,
    originalSha256: image.sha256,
    inspectionId: id,
    width: image.width ?? 0,
    height: image.height ?? 0,
    labels,
    modelBoxes: boxes.filter(({ origin, type }) => origin === 'model' && type !== unexplainedType),
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
