import type { Detection } from '../../core/detection/box.ts';
import type { TileDecoder } from './tile-decoder.ts';
import { unusableOutput } from './unusable-output.ts';

const rowLength = 6;
/** Nobody works below this threshold; who asks for all that the model can name, to rank it, gets a full list from any board. */
const leastSure = 0.1;

/**
 * Reads `[N, K, 6]`: x1, y1, x2, y2 in input pixels, confidence, class. The shipped model's form and that of
 * end-to-end YOLO exports (YOLOv10, YOLO26: `[N, 300, 6]`). Exports fill rows below the floor with whatever they like;
 * only their confidence must be a number. Boxes without an area are left out. The model gives its K best: where all of them
 * are sure enough, there may be more.
 */
export const decodeRows: TileDecoder = ({ data, dims }, tile, { classCount, floor }) => {
  const rows = dims[1] ?? 0;
  const found: Detection[] = [];
  let counting = 0;
  for (let row = 0; row < rows; row += 1) {
    const at = (tile * rows + row) * rowLength;
    const confidence = data[at + 4] ?? Number.NaN;
    if (!Number.isFinite(confidence)) throw unusableOutput(`a confidence of ${confidence}`);
    if (confidence < floor || confidence <= 0) continue;
    if (confidence >= leastSure) counting += 1;
    const x = data[at] ?? Number.NaN;
    const y = data[at + 1] ?? Number.NaN;
    const width = (data[at + 2] ?? Number.NaN) - x;
    const height = (data[at + 3] ?? Number.NaN) - y;
    const classIndex = data[at + 5] ?? Number.NaN;
    if (!Number.isFinite(x + y + width + height)) throw unusableOutput('a box whose place is no number');
    if (!Number.isInteger(classIndex) || classIndex < 0 || classIndex >= classCount) {
      throw unusableOutput(`class ${classIndex} of ${classCount}`);
    }
    if (width > 0 && height > 0) {
      found.push({ box: { x, y, width, height }, confidence: Math.min(confidence, 1), classIndex });
    }
  }
  return { found, isFull: rows > 0 && counting === rows };
};
