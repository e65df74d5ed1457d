import type { Box, Point } from './geometry.ts';

/** A cut-out of the exact copper. `data[y * width + x]` is 1 for copper; places are whole pixels of the golden. */
export interface MaskBlock {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Whether the pixel under a point is copper; outside the block counts as none. */
export function isCopper(block: MaskBlock, x: number, y: number): boolean {
  const column = Math.floor(x) - block.x;
  const row = Math.floor(y) - block.y;
  if (column < 0 || row < 0 || column >= block.width || row >= block.height) return false;
  return block.data[row * block.width + column] === 1;
}

/** Steps of one pixel from `from` along (dx, dy) until copper begins or ends; `limit` when it does not. */
export function marchUntil(
  block: MaskBlock,
  from: Point,
  dx: number,
  dy: number,
  copper: boolean,
  limit: number,
): number {
  for (let step = 0; step < limit; step++) {
    if (isCopper(block, from.x + dx * step, from.y + dy * step) === copper) return step;
  }
  return limit;
}

/** Pixels from a point to the nearest change between copper and none, looked for in sixteen directions. */
export function roomAround(block: MaskBlock, point: Point, limit: number): number {
  const inside = isCopper(block, point.x, point.y);
  let room = limit;
  for (let direction = 0; direction < 16; direction++) {
    const angle = (direction * Math.PI) / 8;
    room = Math.min(room, marchUntil(block, point, Math.cos(angle), Math.sin(angle), !inside, room));
  }
  return room;
}

/** A small part of a block as a block of its own, cut to the block's bounds. */
export function cutOut(block: MaskBlock, box: Box): MaskBlock {
  const x = Math.max(block.x, Math.floor(box.x));
  const y = Math.max(block.y, Math.floor(box.y));
  const width = Math.max(0, Math.min(block.x + block.width, Math.ceil(box.x + box.width)) - x);
  const height = Math.max(0, Math.min(block.y + block.height, Math.ceil(box.y + box.height)) - y);
  const data = new Uint8Array(width * height);
  for (let row = 0; row < height; row++) {
    const start = (y - block.y + row) * block.width + x - block.x;
    data.set(block.data.subarray(start, start + width), row * width);
  }
  return { x, y, width, height, data };
}

/** Indices of a block's pixels whose centres a polygon covers (even-odd rule). */
export function pixelsInside(block: MaskBlock, ring: readonly Point[]): number[] {
  const found: number[] = [];
  const ys = ring.map((point) => point.y);
  const top = Math.max(0, Math.floor(Math.min(...ys)) - block.y);
  const bottom = Math.min(block.height - 1, Math.ceil(Math.max(...ys)) - block.y);
  for (let row = top; row <= bottom; row++) {
    const y = block.y + row + 0.5;
    const crossings: number[] = [];
    ring.forEach((from, index) => {
      const to = ring[(index + 1) % ring.length]!;
      if (from.y <= y === to.y <= y) return;
      crossings.push(from.x + ((y - from.y) * (to.x - from.x)) / (to.y - from.y));
    });
    crossings.sort((first, second) => first - second);
    for (let pair = 0; pair + 1 < crossings.length; pair += 2) {
      const first = Math.max(0, Math.ceil(crossings[pair]! - block.x - 0.5));
      const last = Math.min(block.width - 1, Math.floor(crossings[pair + 1]! - block.x - 0.5));
      for (let column = first; column <= last; column++) found.push(row * block.width + column);
    }
  }
  return found;
}

/** Number the connected areas (four neighbours) of pixels equal to `value`: 1, 2, …; 0 elsewhere. */
export function labelAreas(block: MaskBlock, value: 0 | 1): { readonly labels: Int32Array; readonly count: number } {
  const { width, height, data } = block;
  const labels = new Int32Array(data.length);
  const stack: number[] = [];
  let count = 0;
  for (let seed = 0; seed < data.length; seed++) {
    if (data[seed] !== value || labels[seed] !== 0) continue;
    count++;
    labels[seed] = count;
    stack.push(seed);
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      const column = node % width;
      const visit = (next: number): void => {
        if (data[next] !== value || labels[next] !== 0) return;
        labels[next] = count;
        stack.push(next);
      };
      if (column > 0) visit(node - 1);
      if (column < width - 1) visit(node + 1);
      if (node >= width) visit(node - width);
      if (node < width * (height - 1)) visit(node + width);
    }
  }
  return { labels, count };
}
