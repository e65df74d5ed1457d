import type { Detection } from '../../core/detection/box.ts';
import type { TileDecoder } from './tile-decoder.ts';
import { unusableOutput } from './unusable-output.ts';

/**
 * Reads `[N, 4 + C, A]` as YOLOv8 and YOLO11 export it: for each of A anchors the box's middle and size in input pixels,
 * then a confidence per class; the best class counts. Overlaps are left to the merge.
 * Source: Ultralytics, "detect" head, export without NMS.
 */
export const decodeYolov8: TileDecoder = ({ data, dims }, tile, { classCount, floor }) => {
  const anchors = dims[2] ?? 0;
  const start = tile * (4 + classCount) * anchors;
  const found: Detection[] = [];
  for (let anchor = 0; anchor < anchors; anchor += 1) {
    let confidence = 0;
    let classIndex = -1;
    for (let type = 0; type < classCount; type += 1) {
      const value = data[start + (4 + type) * anchors + anchor] ?? Number.NaN;
      if (!Number.isFinite(value)) throw unusableOutput(`a confidence of ${value}`);
      if (value > confidence) {
        confidence = value;
        classIndex = type;
      }
    }
    if (classIndex < 0 || confidence < floor) continue;
    const value = (row: number): number => data[start + row * anchors + anchor] ?? Number.NaN;
    const width = value(2);
    const height = value(3);
    const x = value(0) - width / 2;
    const y = value(1) - height / 2;
    if (!Number.isFinite(x + y + width + height)) throw unusableOutput('a box whose place is no number');
    if (width > 0 && height > 0) {
      found.push({ box: { x, y, width, height }, confidence: Math.min(confidence, 1), classIndex });
    }
  }
  return { found, isFull: false };
};
