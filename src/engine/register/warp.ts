import type { Box } from '../../core/detection/box.ts';
import { allocateGrey, type GreyImage, greyRows } from '../decode/grey-image.ts';
import type { Registration } from '../protocol.ts';
import { resample, resampleFiner } from './resample.ts';
import type { GoldenWindows } from './resample-kernel/resample-kernel.ts';
import { fromRegistration, maxDisplacement, scaleOf } from './similarity.ts';

/** Below this the golden is used as it is: resampling would blur its edges more than the shift moves them. Pixels. */
export const negligibleDisplacement = 0.35;

/**
 * The golden resampled (bilinear) into the board's frame, for `region` (integers, board pixels; default the whole board). Pixels that
 * lie outside the golden repeat its edge. Returns rows of the golden itself, without a copy, where nothing has to move and the region is full width.
 */
export function warpGolden(
  windows: GoldenWindows,
  golden: GreyImage,
  registration: Registration,
  boardWidth: number,
  boardHeight: number,
  region: Box = { x: 0, y: 0, width: boardWidth, height: boardHeight },
): GreyImage {
  const map = fromRegistration(registration, boardWidth, boardHeight);
  const sameSize = golden.width === boardWidth && golden.height === boardHeight;
  if (sameSize && maxDisplacement(map, boardWidth, boardHeight) < negligibleDisplacement) {
    return cropGrey(golden, region);
  }
  const finer = Math.round(scaleOf(map));
  return finer > 1 ? resampleFiner(windows, golden, map, region, finer) : resample(windows, golden, map, region);
}

function cropGrey(image: GreyImage, region: Box): GreyImage {
  if (region.x === 0 && region.width === image.width) return greyRows(image, region.y, region.height);
  const out = allocateGrey(region.width, region.height);
  for (let row = 0; row < region.height; row++) {
    const from = (region.y + row) * image.width + region.x;
    out.data.set(image.data.subarray(from, from + region.width), row * region.width);
  }
  return out;
}
