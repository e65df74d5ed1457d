import type { Box } from '../../core/detection/box.ts';

/** Marked cells in one piece and the box around them, in cells. */
export interface ConnectedBox extends Box {
  readonly members: readonly number[];
}

/** The pieces of a grid's marked cells; cells that touch at a corner belong together. */
export function connectedBoxes(marked: Uint8Array, columns: number, rows: number): ConnectedBox[] {
  const boxes: ConnectedBox[] = [];
  const left = marked.slice();
  for (let first = left.indexOf(1); first >= 0; first = left.indexOf(1, first + 1)) {
    boxes.push(follow(left, columns, rows, first));
  }
  return boxes;
}

/** Takes the piece that `first` belongs to out of `left`. */
function follow(left: Uint8Array, columns: number, rows: number, first: number): ConnectedBox {
  left[first] = 0;
  const members = [first];
  let [fromX, fromY, toX, toY] = [columns, rows, 0, 0];
  // Grows while it is walked.
  for (const cell of members) {
    const x = cell % columns;
    const y = (cell - x) / columns;
    fromX = Math.min(fromX, x);
    fromY = Math.min(fromY, y);
    toX = Math.max(toX, x + 1);
    toY = Math.max(toY, y + 1);
    for (let ny = Math.max(0, y - 1); ny <= Math.min(rows - 1, y + 1); ny++) {
      for (let nx = Math.max(0, x - 1); nx <= Math.min(columns - 1, x + 1); nx++) {
        const next = ny * columns + nx;
        if (left[next] === 0) continue;
        left[next] = 0;
        members.push(next);
      }
    }
  }
  return { x: fromX, y: fromY, width: toX - fromX, height: toY - fromY, members };
}
