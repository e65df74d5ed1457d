import type { Box } from '../../core/detection/box.ts';

/** The part of a board that a crop shows, and the size at which it is written. */
export interface CropFrame {
  /** Integer board pixels, inside the board. */
  readonly region: Box;
  /** Written pixels per board pixel. */
  readonly scale: number;
}

/** Shown around the box on each side: this share of its longer side, at least `leastPadding` pixels. */
const padding = 0.6;
const leastPadding = 24;
/** Sides of the written picture, pixels. */
const smallestSide = 256;
const largestSide = 1024;

/**
 * Frames a box so that its surroundings show: a square where the board allows, moved rather than cut at the board's edge. Board and golden crops of one
 * box get the same frame, so they can be laid side by side.
 */
export function frameCrop(box: Box, boardWidth: number, boardHeight: number): CropFrame {
  const longer = Math.max(box.width, box.height, 1);
  const side = Math.ceil(longer + 2 * Math.max(leastPadding, longer * padding));
  const width = Math.min(side, boardWidth);
  const height = Math.min(side, boardHeight);
  const x = Math.round(Math.max(0, Math.min(box.x + box.width / 2 - width / 2, boardWidth - width)));
  const y = Math.round(Math.max(0, Math.min(box.y + box.height / 2 - height / 2, boardHeight - height)));
  const shown = Math.max(width, height);
  const scale = shown > largestSide ? largestSide / shown : Math.max(1, Math.ceil(smallestSide / shown));
  return { region: { x, y, width, height }, scale };
}

/** The smallest integer box around `box`, cut to the image; null when they do not meet. */
export function wholePixels(box: Box, width: number, height: number): Box | null {
  const x = Math.max(0, Math.floor(box.x));
  const y = Math.max(0, Math.floor(box.y));
  const right = Math.min(width, Math.ceil(box.x + box.width));
  const bottom = Math.min(height, Math.ceil(box.y + box.height));
  return right > x && bottom > y ? { x, y, width: right - x, height: bottom - y } : null;
}

/** Groups regions so that each group spans at most `maxPixels` of the image: what one read in full width brings into memory. */
export function groupByRows<T extends { readonly region: Box }>(
  items: readonly T[],
  imageWidth: number,
  maxPixels: number,
): readonly { readonly top: number; readonly rows: number; readonly items: readonly T[] }[] {
  const sorted = [...items].sort((p, q) => p.region.y - q.region.y);
  const groups: { top: number; rows: number; items: T[] }[] = [];
  for (const item of sorted) {
    const { y, height } = item.region;
    const last = groups.at(-1);
    const rows = last === undefined ? 0 : Math.max(last.rows, y + height - last.top);
    if (last !== undefined && rows * imageWidth <= maxPixels) {
      last.rows = rows;
      last.items.push(item);
    } else {
      groups.push({ top: y, rows: height, items: [item] });
    }
  }
  return groups;
}
