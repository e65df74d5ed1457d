/**
 * YOLO detection (docs.ultralytics.com/datasets/detect): `labels/NAME.txt` with `class cx cy w h` in fractions of the
 * image, `data.yaml`; the model's own boxes in `model_boxes/NAME.txt` with the confidence as sixth number.
 */
import type { Dataset, DatasetBox, DatasetFormat, DatasetItem } from './dataset.ts';

/** Eight decimals: 0.0002 px on the largest board. */
const fraction = (value: number): string => value.toFixed(8);

function yoloLine(box: DatasetBox, classIndex: number, item: Pick<DatasetItem, 'width' | 'height'>): string {
  const { x, y, width, height } = box.box;
  const center = [(x + width / 2) / item.width, (y + height / 2) / item.height];
  return [classIndex, ...[...center, width / item.width, height / item.height].map(fraction)].join(' ');
}

function linesOf(item: DatasetItem, boxes: readonly DatasetBox[], classes: readonly string[], scored: boolean): string {
  const lines = boxes.map((box) => {
    const line = yoloLine(box, classes.indexOf(box.type), item);
    return scored && box.confidence !== null ? `${line} ${fraction(box.confidence)}` : line;
  });
  return lines.map((line) => `${line}\n`).join('');
}

const textName = (fileName: string): string => fileName.replace(/\.[^.]*$/, '.txt');

function dataYaml({ classes }: Dataset): string {
  const names = classes.map((name, index) => `  ${index}: ${JSON.stringify(name)}\n`).join('');
  // No `path`: where it is missing, folders are relative to this file; a relative one would be to the caller's folder.
  return `# One split: divide it by board, never by image.\ntrain: images\nval: images\nnames:\n${names}`;
}

export const yolo: DatasetFormat = {
  imageFolder: 'images',
  files: (dataset) => [
    { path: 'data.yaml', text: dataYaml(dataset) },
    ...dataset.items.flatMap((item) => [
      { path: `labels/${textName(item.fileName)}`, text: linesOf(item, item.labels, dataset.classes, false) },
      { path: `model_boxes/${textName(item.fileName)}`, text: linesOf(item, item.modelBoxes, dataset.classes, true) },
    ]),
  ],
};
