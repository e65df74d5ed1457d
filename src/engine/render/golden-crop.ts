import type { Box } from '../../core/detection/box.ts';
import type { ColourImage } from '../decode/grey-image.ts';
import { applySimilarity, type Similarity } from '../register/similarity.ts';

/** Shown where the golden ends. */
const outside = 32;

/** Golden pixels that the board's `region` needs, with one pixel to blend with; may reach beyond the golden. */
export function goldenBox(map: Similarity, region: Box): Box {
  const corners = [0, region.width].flatMap((x) =>
    [0, region.height].map((y) => applySimilarity(map, { x: region.x + x, y: region.y + y })),
  );
  const xs = corners.map((corner) => corner.x);
  const ys = corners.map((corner) => corner.y);
  const x = Math.min(...xs) - 1;
  const y = Math.min(...ys) - 1;
  return { x, y, width: Math.max(...xs) + 1 - x, height: Math.max(...ys) + 1 - y };
}

/**
 * The golden in colour as it would look in the board's `region`, bilinear. `piece` is a part of the golden whose top left corner is
 * golden pixel (left, top); what it does not cover is dark.
 */
export function warpColour(piece: ColourImage, left: number, top: number, map: Similarity, region: Box): ColourImage {
  const data = new Uint8Array(region.width * region.height * 3).fill(outside);
  for (let row = 0; row < region.height; row++) {
    for (let column = 0; column < region.width; column++) {
      const at = applySimilarity(map, { x: region.x + column + 0.5, y: region.y + row + 0.5 });
      const gx = at.x - 0.5 - left;
      const gy = at.y - 0.5 - top;
      if (gx < -0.5 || gy < -0.5 || gx > piece.width - 0.5 || gy > piece.height - 0.5) continue;
      blend(piece, gx, gy, data, (row * region.width + column) * 3);
    }
  }
  return { data, width: region.width, height: region.height };
}

function blend({ data, width, height }: ColourImage, gx: number, gy: number, out: Uint8Array, at: number): void {
  const cx = Math.max(0, Math.min(gx, width - 1));
  const cy = Math.max(0, Math.min(gy, height - 1));
  const x = Math.max(0, Math.min(Math.floor(cx), width - 2));
  const y = Math.max(0, Math.min(Math.floor(cy), height - 2));
  const right = width > 1 ? 3 : 0;
  const below = height > 1 ? width * 3 : 0;
  const from = (y * width + x) * 3;
  for (let channel = 0; channel < 3; channel++) {
    const p = from + channel;
    const upper = data[p]! + (data[p + right]! - data[p]!) * (cx - x);
    const lower = data[p + below]! + (data[p + below + right]! - data[p + below]!) * (cx - x);
    out[at + channel] = Math.round(upper + (lower - upper) * (cy - y));
  }
}
