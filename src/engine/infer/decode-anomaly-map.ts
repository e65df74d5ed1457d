import type { Detection } from '../../core/detection/box.ts';
import type { TileDecoder } from './tile-decoder.ts';
import { unusableOutput } from './unusable-output.ts';

/**
 * Reads `[N, 1, h, w]`, an anomaly score in 0..1 per cell: connected cells (8 neighbours) of at least `floor` are one
 * defect of class 0, with the best cell's score. A map smaller than the input is scaled up.
 */
export const decodeAnomalyMap: TileDecoder = ({ data, dims }, tile, { floor, width, height }) => {
  const rows = dims[2] ?? 0;
  const columns = dims[3] ?? 0;
  const scores = data.subarray(tile * rows * columns, (tile + 1) * rows * columns);
  if (scores.length < rows * columns) throw unusableOutput('a map that is cut short');
  for (const score of scores) if (!Number.isFinite(score)) throw unusableOutput(`a score of ${score}`);
  const seen = new Uint8Array(scores.length);
  const isHot = (cell: number): boolean => {
    const score = scores[cell] ?? 0;
    return score >= floor && score > 0;
  };
  const found: Detection[] = [];
  for (let cell = 0; cell < scores.length; cell += 1) {
    if (seen[cell] || !isHot(cell)) continue;
    const blob = flood(cell, rows, columns, seen, isHot);
    const best = blob.cells.reduce((top, at) => Math.max(top, scores[at] ?? 0), 0);
    found.push({
      box: {
        x: (blob.left * width) / columns,
        y: (blob.top * height) / rows,
        width: ((blob.right + 1 - blob.left) * width) / columns,
        height: ((blob.bottom + 1 - blob.top) * height) / rows,
      },
      confidence: Math.min(best, 1),
      classIndex: 0,
    });
  }
  return { found, isFull: false };
};

interface Blob {
  readonly cells: readonly number[];
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

function flood(from: number, rows: number, columns: number, seen: Uint8Array, isHot: (cell: number) => boolean): Blob {
  const cells = [from];
  seen[from] = 1;
  let left = columns;
  let top = rows;
  let right = 0;
  let bottom = 0;
  // `cells` grows while it is walked: it is the queue and the result.
  for (const cell of cells) {
    const x = cell % columns;
    const y = (cell - x) / columns;
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
    for (let ny = Math.max(0, y - 1); ny <= Math.min(rows - 1, y + 1); ny += 1) {
      for (let nx = Math.max(0, x - 1); nx <= Math.min(columns - 1, x + 1); nx += 1) {
        const next = ny * columns + nx;
        if (seen[next] || !isHot(next)) continue;
        seen[next] = 1;
        cells.push(next);
      }
    }
  }
  return { cells, left, top, right, bottom };
}
