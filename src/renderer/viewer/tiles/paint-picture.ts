/** Draws a picture's tiles into a canvas. */
import type { Box } from '../../../core/detection/box.ts';
import { type Affine, compose, isUpright, stretch } from '../space/affine.ts';
import type { BitmapStore } from './fetch-tile.ts';
import { finestTile } from './finest-tile.ts';
import { type Picture, type TileAddress, tileRegion } from './tile-plan.ts';

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/**
 * Device pixels per picture pixel from which pixels are drawn as squares. Between 1 and 2 squares would be of unequal
 * size, which looks like a fault of the board.
 */
const squarePixels = 2;

/** Part of a tile's image that shows `region`, in the image's pixels. */
function sourceOf(image: ImageBitmap, tile: Box, region: Box): Box {
  const x = image.width / tile.width;
  const y = image.height / tile.height;
  return {
    x: (region.x - tile.x) * x,
    y: (region.y - tile.y) * y,
    width: region.width * x,
    height: region.height * y,
  };
}

/** `toDevice`: board pixels to device pixels of the canvas. Leaves the context's transform as it found it. */
export function paintPicture(
  context: Context,
  picture: Picture,
  shown: readonly TileAddress[],
  store: BitmapStore,
  toDevice: Affine,
): void {
  const map = compose(toDevice, picture.toBoard);
  context.save();
  context.imageSmoothingEnabled = stretch(map) < squarePixels;
  context.imageSmoothingQuality = 'low';
  const upright = isUpright(map);
  if (upright) context.setTransform(1, 0, 0, 1, 0, 0);
  else context.setTransform(map.a, map.b, map.c, map.d, map.e, map.f);
  for (const tile of shown) {
    const found = finestTile(store, picture, tile);
    if (found === null) continue;
    const region = tileRegion(picture, tile);
    const from = sourceOf(found.image, tileRegion(picture, found.address), region);
    const to = upright ? wholePixels(map, region) : overlapping(region, stretch(map));
    context.drawImage(found.image, from.x, from.y, from.width, from.height, to.x, to.y, to.width, to.height);
  }
  context.restore();
}

/** Neighbours share an edge on a whole device pixel, so that no seam shows. */
function wholePixels(map: Affine, region: Box): Box {
  const x = Math.round(region.x * map.a + map.e);
  const y = Math.round(region.y * map.d + map.f);
  return {
    x,
    y,
    width: Math.round((region.x + region.width) * map.a + map.e) - x,
    height: Math.round((region.y + region.height) * map.d + map.f) - y,
  };
}

/** Turned edges are smoothed against what lies below: half a device pixel of overlap hides the seam. */
function overlapping(region: Box, scale: number): Box {
  const more = 0.5 / scale;
  return { x: region.x, y: region.y, width: region.width + more, height: region.height + more };
}
