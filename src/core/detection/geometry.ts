import type { Box } from './box.ts';

/** Area of a box in square pixels. */
export const area = (box: Box): number => box.width * box.height;

/** Area that two boxes share, in square pixels; 0 when they do not meet. */
export function intersection(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}

/** Intersection over union, 0..1; two boxes without area have 0. */
export function iou(a: Box, b: Box): number {
  const shared = intersection(a, b);
  return shared === 0 ? 0 : shared / (area(a) + area(b) - shared);
}

/** How much of `a` lies within `b`, 0..1. */
export function coveredBy(a: Box, b: Box): number {
  const own = area(a);
  return own === 0 ? 0 : intersection(a, b) / own;
}

/** The smallest box around both. */
export function union(a: Box, b: Box): Box {
  const x = Math.min(a.x, b.x);
  const y = Math.min(a.y, b.y);
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  };
}

/** The part of a box inside an image of `width` × `height` pixels; its area is 0 when it lies outside. */
export function clipToImage(box: Box, width: number, height: number): Box {
  const x = Math.min(Math.max(box.x, 0), width);
  const y = Math.min(Math.max(box.y, 0), height);
  const right = Math.min(Math.max(box.x + box.width, x), width);
  const bottom = Math.min(Math.max(box.y + box.height, y), height);
  return { x, y, width: right - x, height: bottom - y };
}
