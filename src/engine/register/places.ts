import type { Plane } from './plane.ts';
import { applySimilarity, type Similarity } from './similarity.ts';

/** How blocks are spread over a board. */
export interface BlockGrid {
  /** Images are shrunk by this. */
  readonly factor: number;
  /** About how many blocks. */
  readonly count: number;
}

/** A block's top left corner in shrunk pixels. */
export interface Place {
  readonly left: number;
  readonly top: number;
}

/** Candidates along one side of a cell. */
const candidatesPerSide = 3;
/** Shrunk pixels along the image's edges that are left out. */
const rimWidth = 4;
/** Pixels sampled along one side of a candidate. */
const samples = 12;

/**
 * The board cut into about `count` cells of one shape; of each the place of a block of `side` shrunk pixels where the golden, as expected by `map`, has the
 * most edges in both directions. The golden decides, not the board: on an empty board the most textured spots are its defects.
 */
export function texturedPlaces(
  board: Plane,
  golden: Plane,
  map: Similarity,
  { factor, count }: BlockGrid,
  side: number,
): readonly Place[] {
  const width = Math.floor(board.width / factor);
  const height = Math.floor(board.height / factor);
  const columns = cellsAlong(Math.sqrt((count * width) / height), width, side);
  const rows = cellsAlong(count / columns, height, side);
  const lefts = Array.from({ length: columns }, (_, column) => candidates(column, columns, width, side));
  const half = (side * factor) / 2;
  const places: Place[] = [];
  for (let row = 0; row < rows; row++) {
    const tops = candidates(row, rows, height, side);
    for (const column of lefts) {
      let best: Place | null = null;
      let strongest = -1;
      for (const top of tops) {
        for (const left of column) {
          const { x, y } = applySimilarity(map, { x: left * factor + half, y: top * factor + half });
          const strength = edges(golden, Math.round(x - half), Math.round(y - half), side * factor);
          if (strength > strongest) {
            strongest = strength;
            best = { left, top };
          }
        }
      }
      if (best !== null) places.push(best);
    }
  }
  return places;
}

function cellsAlong(wanted: number, length: number, side: number): number {
  return Math.max(1, Math.min(Math.round(wanted), Math.floor(length / side)));
}

/** Starts of the candidates of cell `index` of `cells` along one axis, from one end of the cell to the other. Clear of the image's rim, which a small shift already moves off the golden. */
function candidates(index: number, cells: number, length: number, side: number): readonly number[] {
  const rim = Math.min(rimWidth, Math.floor((length - side) / 2));
  const cell = (length - 2 * rim) / cells;
  const room = cell - side;
  const number = room < side / 3 ? 1 : candidatesPerSide;
  return Array.from({ length: number }, (_, step) => {
    const share = number === 1 ? 0.5 : step / (number - 1);
    const start = Math.floor(rim + index * cell + room * share);
    return Math.max(rim, Math.min(length - side - rim, start));
  });
}

/** Mean absolute differences along x and y; the weaker direction counts most, since a straight edge can slide along itself. 0 outside the image. */
function edges({ data, width, height }: Plane, left: number, top: number, side: number): number {
  if (left < 0 || top < 0 || left + side > width || top + side > height) return 0;
  const step = Math.max(1, Math.floor(side / samples));
  const along = Math.floor((side - 1) / step) * step;
  const down = Math.imul(step, width);
  let alongX = 0;
  let alongY = 0;
  let start = (Math.imul(top, width) + left) | 0;
  for (let y = step; y < side; y += step) {
    const end = (start + along) | 0;
    let value = data[start]!;
    // Each pixel is the right one of a pair and the left one of the next.
    for (let at = start; at < end; ) {
      alongY = (alongY + Math.abs(data[(at + down) | 0]! - value)) | 0;
      at = (at + step) | 0;
      const next = data[at]!;
      alongX = (alongX + Math.abs(next - value)) | 0;
      value = next;
    }
    start = (start + down) | 0;
  }
  return Math.min(alongX, alongY) + (alongX + alongY) / 8;
}
