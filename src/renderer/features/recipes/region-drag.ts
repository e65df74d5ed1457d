/** What a drag on the golden's picture makes of an inspected part. Whole golden pixels. */
import type { Box } from '../../../core/detection/box.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A shorter drag is a click. */
export const leastSide = 4;

const within = (value: number, most: number): number => Math.max(0, Math.min(most, Math.round(value)));

/** The box between two points of a drag, inside the golden; null where it is a click. */
export function drawn(from: Point, to: Point, golden: Size): Box | null {
  const [left, right] = [within(Math.min(from.x, to.x), golden.width), within(Math.max(from.x, to.x), golden.width)];
  const [top, bottom] = [within(Math.min(from.y, to.y), golden.height), within(Math.max(from.y, to.y), golden.height)];
  if (right - left < leastSide || bottom - top < leastSide) return null;
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** The box moved by a drag; it keeps its size and stays inside the golden where it fits. */
export const moved = (box: Box, by: Point, golden: Size): Box => ({
  ...box,
  x: within(box.x + by.x, Math.max(0, golden.width - box.width)),
  y: within(box.y + by.y, Math.max(0, golden.height - box.height)),
});

/** The box with its lower right corner dragged. */
export const resized = (box: Box, by: Point, golden: Size): Box => ({
  ...box,
  width: Math.max(leastSide, within(box.x + box.width + by.x, golden.width) - box.x),
  height: Math.max(leastSide, within(box.y + box.height + by.y, golden.height) - box.y),
});

/** Where a part that is added by its button begins: the middle of the golden, a quarter of each side. */
export const firstBox = ({ width, height }: Size): Box => ({
  x: Math.round(width * 0.375),
  y: Math.round(height * 0.375),
  width: Math.max(leastSide, Math.round(width / 4)),
  height: Math.max(leastSide, Math.round(height / 4)),
});
