/**
 * COCO object detection (cocodataset.org/#format-data): `annotations/instances.json` holds the labels,
 * `annotations/model_boxes.json` the model's own boxes with their scores.
 */
import type { Dataset, DatasetBox, DatasetFormat, DatasetItem } from './dataset.ts';

export interface CocoDocument {
  readonly info: { readonly description: string; readonly version: string };
  readonly images: readonly {
    id: number;
    file_name: string;
    width: number;
    height: number;
    sha256: string;
    original_sha256: string;
    source: string;
  }[];
  readonly categories: readonly { id: number; name: string; supercategory: string }[];
  readonly annotations: readonly CocoAnnotation[];
}

interface CocoAnnotation {
  readonly id: number;
  readonly image_id: number;
  readonly category_id: number;
  /** x, y, width, height in pixels. */
  readonly bbox: readonly [number, number, number, number];
  readonly area: number;
  readonly iscrowd: 0;
  readonly segmentation: readonly (readonly number[])[];
  readonly score?: number;
  readonly attributes: { readonly origin: string; readonly verification: string };
}

function cocoDocument(dataset: Dataset, boxesOf: (item: DatasetItem) => readonly DatasetBox[]): CocoDocument {
  const category = new Map(dataset.classes.map((name, index) => [name, index + 1]));
  const annotations = dataset.items.flatMap((item, index) =>
    boxesOf(item).map((label) => ({ image: index + 1, label })),
  );
  return {
    info: { description: 'Fiducial inspections', version: '1.0' },
    images: dataset.items.map(({ fileName, width, height, sha256, originalSha256, sourcePath }, index) => ({
      id: index + 1,
      file_name: fileName,
      width,
      height,
      sha256,
      original_sha256: originalSha256,
      source: sourcePath,
    })),
    categories: dataset.classes.map((name, index) => ({ id: index + 1, name, supercategory: 'defect' })),
    annotations: annotations.map(({ image, label }, index): CocoAnnotation => {
      const { x, y, width, height } = label.box;
      return {
        id: index + 1,
        image_id: image,
        category_id: category.get(label.type) ?? 0,
        bbox: [x, y, width, height],
        area: width * height,
        iscrowd: 0,
        segmentation: [[x, y, x + width, y, x + width, y + height, x, y + height]],
        ...(label.confidence === null ? {} : { score: label.confidence }),
        attributes: { origin: label.origin, verification: label.verification },
      };
    }),
  };
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 1)}\n`;

export const coco: DatasetFormat = {
  imageFolder: 'images',
  files: (dataset) => [
    { path: 'annotations/instances.json', text: json(cocoDocument(dataset, ({ labels }) => labels)) },
    { path: 'annotations/model_boxes.json', text: json(cocoDocument(dataset, ({ modelBoxes }) => modelBoxes)) },
  ],
};
