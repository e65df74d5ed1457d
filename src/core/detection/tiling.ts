import type { Box } from './box.ts';

/** Where a tile of the model's input size lies in the image, in pixels. It may reach past the right and bottom edge of an image smaller than the tile; what lies outside is padding. */
export interface Tile {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface TilePlan {
  /** Image size in pixels. */
  readonly width: number;
  readonly height: number;
  /** Row by row from the top, each row from the left. */
  readonly tiles: readonly Tile[];
}

/** Sides of a tile that another tile continues: a box that ends there may be cut. */
export interface InnerSides {
  readonly left: boolean;
  readonly top: boolean;
  readonly right: boolean;
  readonly bottom: boolean;
}

/**
 * Covers an image with tiles of one size that overlap by at least `overlap` pixels, spread evenly.
 * Every box of at most `overlap` × `overlap` pixels inside the image lies whole in at least one tile.
 *
 * @param image Size in pixels, at least 1 × 1.
 * @param tile Size of the model's input in pixels, larger than `overlap` in both directions.
 * @throws RangeError when the overlap does not fit the tile (a programming error).
 */
export function planTiles(
  image: { readonly width: number; readonly height: number },
  tile: { readonly width: number; readonly height: number },
  overlap: number,
): TilePlan {
  const columns = starts(image.width, tile.width, overlap);
  const rows = starts(image.height, tile.height, overlap);
  const tiles = rows.flatMap((y) => columns.map((x) => ({ x, y, width: tile.width, height: tile.height })));
  return { width: image.width, height: image.height, tiles };
}

/** Even positions of the tiles along one axis: n − 1 steps of at most `tile − overlap`, the first at 0, the last at the far edge. */
function starts(length: number, tile: number, overlap: number): number[] {
  if (overlap < 0 || tile <= overlap) throw new RangeError(`overlap ${overlap} does not fit a tile of ${tile}`);
  if (length <= tile) return [0];
  const steps = Math.ceil((length - tile) / (tile - overlap));
  return Array.from({ length: steps + 1 }, (_, i) => Math.floor((i * (length - tile)) / steps));
}

/** The sides of a tile that lie inside the image. */
export function innerSides(tile: Tile, image: { readonly width: number; readonly height: number }): InnerSides {
  return {
    left: tile.x > 0,
    top: tile.y > 0,
    right: tile.x + tile.width < image.width,
    bottom: tile.y + tile.height < image.height,
  };
}

/** Whether a box in image pixels reaches within `margin` pixels of a side where another tile goes on. */
export function touchesSeam(box: Box, tile: Tile, inner: InnerSides, margin: number): boolean {
  return (
    (inner.left && box.x <= tile.x + margin) ||
    (inner.top && box.y <= tile.y + margin) ||
    (inner.right && box.x + box.width >= tile.x + tile.width - margin) ||
    (inner.bottom && box.y + box.height >= tile.y + tile.height - margin)
  );
}
