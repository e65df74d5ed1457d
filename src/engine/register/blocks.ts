import { type BlockKernel, type BlockPlace, type Blocks, mostPiece, mostSide } from './block-kernel/block-kernel.ts';
import { type BlockGrid, texturedPlaces } from './places.ts';
import { cutInto, type Plane } from './plane.ts';
import { applySimilarity, type Similarity } from './similarity.ts';

/** Squares of the board and the parts of the golden around the places where they are expected, both shrunk by the set's factor. Valid until the next set is cut. */
export interface BlockSet {
  readonly factor: number;
  readonly blocks: Blocks;
  /** Blocks of the board that the golden, as expected, does not cover. */
  readonly uncovered: number;
  /** Size of the whole board in shrunk pixels. */
  readonly width: number;
  readonly height: number;
}

/** How far a block can move before its piece of golden ends, in shrunk pixels. */
const blockMargin = (mostPiece - mostSide) / 2;

/** Cuts the most textured block of each cell of the board, and their golden parts as expected by `map` (full-resolution pixels). */
export function cutBlocks(
  kernel: BlockKernel,
  board: Plane,
  golden: Plane,
  map: Similarity,
  grid: BlockGrid,
): BlockSet {
  const { factor } = grid;
  const width = Math.floor(board.width / factor);
  const height = Math.floor(board.height / factor);
  const side = Math.min(mostSide, width, height);
  const places = texturedPlaces(board, golden, map, grid, side);
  const room = kernel.open({ factor, width, height, side }, places.length);
  let uncovered = 0;
  for (const { left, top } of places) {
    const place = placeOf(golden, map, factor, side, left, top);
    if (place === null) {
      uncovered++;
      continue;
    }
    const pixels = room.add(place);
    cutInto(pixels.board, board, { left: left * factor, top: top * factor, width: side, height: side, factor });
    const piece = { left: place.goldenLeft, top: place.goldenTop, width: place.width, height: place.height, factor };
    cutInto(pixels.golden, golden, piece);
  }
  return { factor, blocks: room.close(), uncovered, width, height };
}

/** Null where the golden, as expected, does not cover the block. */
function placeOf(
  golden: Plane,
  map: Similarity,
  factor: number,
  side: number,
  left: number,
  top: number,
): BlockPlace | null {
  const half = (side * factor) / 2;
  const centre = applySimilarity(map, { x: left * factor + half, y: top * factor + half });
  const reach = half + blockMargin * factor;
  // The rim of the golden's part may be missing, but not the block itself.
  const [goldenLeft, spanX] = clip(Math.round(centre.x - reach), 2 * reach, golden.width);
  const [goldenTop, spanY] = clip(Math.round(centre.y - reach), 2 * reach, golden.height);
  const smallest = (side + 2) * factor;
  if (spanX < smallest || spanY < smallest) return null;
  const width = Math.floor(spanX / factor);
  const height = Math.floor(spanY / factor);
  return { left, top, goldenLeft, goldenTop, width, height };
}

function clip(start: number, length: number, limit: number): readonly [number, number] {
  const from = Math.max(0, start);
  return [from, Math.min(limit, start + length) - from];
}
