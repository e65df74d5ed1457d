import type { Box } from '../../core/detection/box.ts';
import { allocateGrey, type GreyImage } from '../decode/grey-image.ts';
import { shrink } from './plane.ts';
import { type GoldenWindow, type GoldenWindows, mostSamples } from './resample-kernel/resample-kernel.ts';
import { applySimilarity, composeSimilarity, type Similarity } from './similarity.ts';

/** For a golden of higher resolution: several samples a pixel, averaged, or its fine lines would come and go. */
export function resampleFiner(
  windows: GoldenWindows,
  golden: GreyImage,
  map: Similarity,
  region: Box,
  finer: number,
): GreyImage {
  const out = allocateGrey(region.width, region.height);
  const step: Similarity = { a: 1 / finer, b: 0, tx: 0, ty: 0 };
  const stripRows = 64;
  for (let top = 0; top < region.height; top += stripRows) {
    const rows = Math.min(stripRows, region.height - top);
    const strip = {
      x: region.x * finer,
      y: (region.y + top) * finer,
      width: region.width * finer,
      height: rows * finer,
    };
    const fine = resample(windows, golden, composeSimilarity(map, step), strip);
    out.data.set(shrink(fine, finer).data, top * region.width);
  }
  return out;
}

/** One more than the largest sub-pixel step: positions are 16.16 fixed point. */
const one = 65536;
/** What 16.16 holds in 32 bits: a longer side must be counted from an origin nearby. */
const mostFixedPixels = 32_767;
/** A turn or scaling that moves no pixel of a row by more than this within the row is done as a shift of the row. Pixels. */
const straightRow = 0.05;
/** Steps that are this near to one pixel to the right stay in one row for a dozen pixels and more. */
const nearlyOne = one / 12;

export function resample(windows: GoldenWindows, golden: GreyImage, map: Similarity, region: Box): GreyImage {
  const out = allocateGrey(region.width, region.height);
  const drift = Math.hypot(map.a - 1, map.b) * region.width;
  const stepX = drift < straightRow ? one : Math.round(map.a * one);
  const stepY = drift < straightRow ? 0 : Math.round(map.b * one);
  const isNearlyOne = Math.max(Math.abs(stepX - one), Math.abs(stepY)) < nearlyOne;
  const part = isNearlyOne ? partUnder(golden, map, region) : null;
  const window = part && Math.max(part.width, part.height) <= mostFixedPixels ? windows.open(golden, part) : null;
  for (let row = 0; row < region.height; row++) {
    const by = region.y + row + 0.5;
    // Long rows are cut into spans that each start from exact positions: the rounded step then errs by less than 1/128 px.
    for (let left = 0; left < region.width; left += mostSamples) {
      const bx = region.x + left + 0.5;
      const startX = Math.round((map.a * bx - map.b * by + map.tx - 0.5) * one);
      const startY = Math.round((map.b * bx + map.a * by + map.ty - 0.5) * one);
      const end = Math.min(region.width, left + mostSamples);
      const target = out.data.subarray(row * region.width + left, row * region.width + end);
      resampleSpan(golden, window, startX, startY, stepX, stepY, target);
    }
  }
  return out;
}

/** Golden pixels that `region` may need, with a rim for rounding. */
function partUnder(golden: GreyImage, map: Similarity, region: Box): Box {
  const rim = 3;
  const corners = [region.x, region.x + region.width].flatMap((x) =>
    [region.y, region.y + region.height].map((y) => applySimilarity(map, { x, y })),
  );
  const span = (positions: readonly number[], limit: number): readonly [number, number] => {
    const from = Math.min(limit, Math.max(0, Math.floor(Math.min(...positions)) - rim));
    return [from, Math.max(from, Math.min(limit, Math.ceil(Math.max(...positions)) + rim)) - from];
  };
  const [x, width] = span(
    corners.map((corner) => corner.x),
    golden.width,
  );
  const [y, height] = span(
    corners.map((corner) => corner.y),
    golden.height,
  );
  return { x, y, width, height };
}

function resampleSpan(
  golden: GreyImage,
  window: GoldenWindow | null,
  startX: number,
  startY: number,
  stepX: number,
  stepY: number,
  target: Uint8Array,
): void {
  const alongX = columnsInside(startX, stepX, (golden.width - 1) * one, target.length);
  const alongY = columnsInside(startY, stepY, (golden.height - 1) * one, target.length);
  const first = Math.max(alongX.first, alongY.first);
  const end = Math.max(first, Math.min(alongX.end, alongY.end));
  if (end > first) {
    const inner = target.subarray(first, end);
    const gx = startX + first * stepX;
    const gy = startY + first * stepY;
    if (window) window.along(gx, gy, stepX, stepY, inner);
    else resampleInside(golden, gx, gy, stepX, stepY, inner);
  }
  for (let column = first > 0 ? 0 : end; column < target.length; column = column + 1 === first ? end : column + 1) {
    target[column] = sampleClamped(golden, (startX + column * stepX) / one, (startY + column * stepY) / one);
  }
}

/** The columns 0..count whose position `start + column · step` lies in 0..limit (exclusive). */
function columnsInside(start: number, step: number, limit: number, count: number): { first: number; end: number } {
  if (step === 0) return isInside(start, limit) ? { first: 0, end: count } : { first: count, end: count };
  const crossing = -start / step;
  const other = (limit - start) / step;
  let first = Math.min(count, Math.max(0, Math.ceil(Math.min(crossing, other))));
  let end = Math.min(count, Math.max(first, Math.floor(Math.max(crossing, other)) + 1));
  while (first < end && !isInside(start + first * step, limit)) first++;
  while (end > first && !isInside(start + (end - 1) * step, limit)) end--;
  return { first, end };
}

const isInside = (position: number, limit: number): boolean => position >= 0 && position < limit;

/** Every sample lies between four golden pixels. Math.imul keeps the arithmetic in 32-bit integers, which is four times as fast here. */
function resampleInside(
  golden: GreyImage,
  startX: number,
  startY: number,
  stepX: number,
  stepY: number,
  target: Uint8Array,
): void {
  const { data, width } = golden;
  const count = target.length;
  // 32 bits hold no position in a golden of more than 32,767 px, but every distance within a span.
  const left = Math.floor(Math.min(startX, startX + count * stepX) / one);
  const top = Math.floor(Math.min(startY, startY + count * stepY) / one);
  const origin = top * width + left;
  let gx = (startX - left * one) | 0;
  let gy = (startY - top * one) | 0;
  for (let column = 0; column < count; column++) {
    const fx = (gx >> 8) & 255;
    const fy = (gy >> 8) & 255;
    const upper = (origin + Math.imul(gy >> 16, width) + (gx >> 16)) | 0;
    const lower = (upper + width) | 0;
    const upperLeft = data[upper]!;
    const lowerLeft = data[lower]!;
    const above = ((upperLeft << 8) + Math.imul(data[(upper + 1) | 0]! - upperLeft, fx)) | 0;
    const below = ((lowerLeft << 8) + Math.imul(data[(lower + 1) | 0]! - lowerLeft, fx)) | 0;
    target[column] = ((above << 8) + Math.imul(below - above, fy) + 0x8000) >> 16;
    gx = (gx + stepX) | 0;
    gy = (gy + stepY) | 0;
  }
}

function sampleClamped({ data, width, height }: GreyImage, gx: number, gy: number): number {
  const cx = Math.min(Math.max(gx, 0), width - 1);
  const cy = Math.min(Math.max(gy, 0), height - 1);
  const x = Math.min(Math.floor(cx), width - 2);
  const y = Math.min(Math.floor(cy), height - 2);
  const base = y * width + x;
  const upper = data[base]! + (data[base + 1]! - data[base]!) * (cx - x);
  const lower = data[base + width]! + (data[base + width + 1]! - data[base + width]!) * (cx - x);
  return Math.round(upper + (lower - upper) * (cy - y));
}
