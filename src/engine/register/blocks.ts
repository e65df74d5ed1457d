import { type BlockGrid, texturedPlaces } from './places.ts';
import { cutPlane, type Plane } from './plane.ts';
import { applySimilarity, type Similarity } from './similarity.ts';
import { type Statistics, statistics, statisticsOf } from './statistics.ts';

/** A square of the board and the part of the golden around the place where it is expected, both shrunk by the set's factor. */
export interface Block {
  /** Shrunk-pixel position of the square's top left corner in the board. */
  readonly left: number;
  readonly top: number;
  readonly board: Plane;
  /** Of the board's pixels. */
  readonly light: Statistics;
  readonly golden: Plane;
  /** Full-resolution golden pixel of the top left corner of `golden`; shrunk pixels count from there. */
  readonly goldenLeft: number;
  readonly goldenTop: number;
}

export interface BlockSet {
  readonly factor: number;
  readonly blocks: readonly Block[];
  /** Blocks of the board that the golden, as expected, does not cover. */
  readonly uncovered: number;
  /** Size of the whole board in shrunk pixels. */
  readonly width: number;
  readonly height: number;
}

/** Side of a block in shrunk pixels. */
const blockSide = 24;
/** How far a block can move before its piece of golden ends, in shrunk pixels. */
const blockMargin = 6;

/** Cuts the most textured block of each cell of the board, and their golden parts as expected by `map` (full-resolution pixels). */
export function cutBlocks(board: Plane, golden: Plane, map: Similarity, grid: BlockGrid): BlockSet {
  const { factor } = grid;
  const width = Math.floor(board.width / factor);
  const height = Math.floor(board.height / factor);
  const blocks: Block[] = [];
  let uncovered = 0;
  for (const { left, top } of texturedPlaces(board, golden, map, grid, Math.min(blockSide, width, height))) {
    const block = cutBlock(board, golden, map, factor, left, top);
    if (block === null) uncovered++;
    else blocks.push(block);
  }
  return { factor, blocks, uncovered, width, height };
}

function cutBlock(
  board: Plane,
  golden: Plane,
  map: Similarity,
  factor: number,
  left: number,
  top: number,
): Block | null {
  const side = Math.min(blockSide, Math.floor(Math.min(board.width, board.height) / factor));
  const square = { left: left * factor, top: top * factor, width: side, height: side, factor };
  const half = (side * factor) / 2;
  const centre = applySimilarity(map, { x: square.left + half, y: square.top + half });
  const reach = half + blockMargin * factor;
  const goldenLeft = Math.round(centre.x - reach);
  const goldenTop = Math.round(centre.y - reach);
  // The rim of the golden's part may be missing, but not the block itself.
  const [x, spanX] = clip(goldenLeft, 2 * reach, golden.width);
  const [y, spanY] = clip(goldenTop, 2 * reach, golden.height);
  const smallest = (side + 2) * factor;
  if (spanX < smallest || spanY < smallest) return null;
  const part = {
    left: x,
    top: y,
    width: Math.floor(spanX / factor),
    height: Math.floor(spanY / factor),
    factor,
  };
  const own = cutPlane(board, square);
  const light = statistics(own.data);
  return { left, top, board: own, light, golden: cutPlane(golden, part), goldenLeft: x, goldenTop: y };
}

function clip(start: number, length: number, limit: number): readonly [number, number] {
  const from = Math.max(0, start);
  return [from, Math.min(limit, start + length) - from];
}

/**
 * What `map` (full-resolution pixels) shows of the golden in the block's place, bilinear, into `out` (the block's size), and its statistics.
 * Null when the place has left the piece of golden that was cut.
 */
export function sampleBlock(block: Block, map: Similarity, factor: number, out: Float32Array): Statistics | null {
  const { data, width, height } = block.golden;
  const side = block.board.width;
  const bx = (block.left + 0.5) * factor;
  const by = (block.top + 0.5) * factor;
  const startX = (map.a * bx - map.b * by + map.tx - block.goldenLeft) / factor - 0.5;
  const startY = (map.b * bx + map.a * by + map.ty - block.goldenTop) / factor - 0.5;
  const far = side - 1;
  // The block's corners lie at the start and up to `far` along one or both of its sides.
  const acrossX = map.a * far;
  const downX = -map.b * far;
  const acrossY = map.b * far;
  const downY = map.a * far;
  if (startX + Math.min(0, acrossX) + Math.min(0, downX) < 0) return null;
  if (startY + Math.min(0, acrossY) + Math.min(0, downY) < 0) return null;
  if (startX + Math.max(0, acrossX) + Math.max(0, downX) >= width - 1) return null;
  if (startY + Math.max(0, acrossY) + Math.max(0, downY) >= height - 1) return null;
  let at = 0;
  let sum = 0;
  let squares = 0;
  for (let row = 0; row < side; row++) {
    let gx = startX - map.b * row;
    let gy = startY + map.a * row;
    for (let column = 0; column < side; column++) {
      const x = gx | 0;
      const y = gy | 0;
      const fx = gx - x;
      const upper = (Math.imul(y, width) + x) | 0;
      const lower = (upper + width) | 0;
      const above = data[upper]! + (data[(upper + 1) | 0]! - data[upper]!) * fx;
      const below = data[lower]! + (data[(lower + 1) | 0]! - data[lower]!) * fx;
      const value = Math.fround(above + (below - above) * (gy - y));
      out[at++] = value;
      sum += value;
      squares += value * value;
      gx += map.a;
      gy += map.b;
    }
  }
  return statisticsOf(sum, squares, at);
}

/** Room for the samples of any one block of the set. */
export function sampleRoom({ blocks }: BlockSet): Float32Array {
  return new Float32Array(blocks.reduce((most, { board }) => Math.max(most, board.data.length), 0));
}
