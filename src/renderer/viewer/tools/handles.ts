/** The eight handles of a box and what pulling them does. Pure. */
import type { Box } from '../../../core/detection/box.ts';
import type { Point, Size } from '../space/point.ts';

export const handles = ['nw', 'n', 'ne', 'e', 'se', 's', 'sw', 'w'] as const;
export type Handle = (typeof handles)[number];

/** Smallest side of a box, board pixels. */
export const smallestSide = 2;

const isWest = (handle: Handle): boolean => handle.includes('w');
const isEast = (handle: Handle): boolean => handle.includes('e');
const isNorth = (handle: Handle): boolean => handle.startsWith('n');
const isSouth = (handle: Handle): boolean => handle.startsWith('s');

/** Where a handle lies. */
export function handlePoint(box: Box, handle: Handle): Point {
  const across = isWest(handle) ? 0 : isEast(handle) ? 1 : 0.5;
  const down = isNorth(handle) ? 0 : isSouth(handle) ? 1 : 0.5;
  return { x: box.x + box.width * across, y: box.y + box.height * down };
}

/** The nearest handle within `reach`, or null. Corners win over sides, as they are what a small box shows. */
export function handleAt(box: Box, p: Point, reach: number): Handle | null {
  let nearest: Handle | null = null;
  let shortest = reach;
  for (const handle of handles) {
    const at = handlePoint(box, handle);
    const distance = Math.hypot(at.x - p.x, at.y - p.y) + (handle.length === 1 ? reach * 0.1 : 0);
    if (distance <= shortest) {
      shortest = distance;
      nearest = handle;
    }
  }
  return nearest;
}

export const contains = (box: Box, p: Point, reach: number): boolean =>
  p.x >= box.x - reach && p.x <= box.x + box.width + reach && p.y >= box.y - reach && p.y <= box.y + box.height + reach;

const between = (value: number, low: number, high: number): number =>
  Math.min(Math.max(value, low), Math.max(low, high));

/** The box moved by (dx, dy), kept on the board. */
export const movedBox = (box: Box, dx: number, dy: number, board: Size): Box => ({
  ...box,
  x: between(box.x + dx, 0, board.width - box.width),
  y: between(box.y + dy, 0, board.height - box.height),
});

/** Pulls a handle by (dx, dy): the opposite side stays, the box stays on the board and never turns inside out. */
export function resizedBox(box: Box, handle: Handle, dx: number, dy: number, board: Size): Box {
  let left = box.x;
  let top = box.y;
  let right = box.x + box.width;
  let bottom = box.y + box.height;
  if (isWest(handle)) left = between(left + dx, 0, right - smallestSide);
  if (isEast(handle)) right = between(right + dx, left + smallestSide, board.width);
  if (isNorth(handle)) top = between(top + dy, 0, bottom - smallestSide);
  if (isSouth(handle)) bottom = between(bottom + dy, top + smallestSide, board.height);
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** The box between two corners, cut to the board; `even` makes it a square. */
export function spannedBox(from: Point, to: Point, even: boolean, board: Size): Box {
  const start = { x: between(from.x, 0, board.width), y: between(from.y, 0, board.height) };
  let dx = to.x - start.x;
  let dy = to.y - start.y;
  if (even) {
    const roomX = dx < 0 ? start.x : board.width - start.x;
    const roomY = dy < 0 ? start.y : board.height - start.y;
    const side = Math.min(Math.max(Math.abs(dx), Math.abs(dy)), roomX, roomY);
    dx = side * (dx < 0 ? -1 : 1);
    dy = side * (dy < 0 ? -1 : 1);
  }
  const end = { x: between(start.x + dx, 0, board.width), y: between(start.y + dy, 0, board.height) };
  return {
    x: Math.min(start.x, end.x),
    y: Math.min(start.y, end.y),
    width: Math.abs(end.x - start.x),
    height: Math.abs(end.y - start.y),
  };
}

/** Edges on whole board pixels: what is stored has no false precision. */
export function wholeBox(box: Box): Box {
  const x = Math.round(box.x);
  const y = Math.round(box.y);
  return {
    x,
    y,
    width: Math.max(1, Math.round(box.x + box.width) - x),
    height: Math.max(1, Math.round(box.y + box.height) - y),
  };
}

export const sameBox = (a: Box, b: Box): boolean =>
  a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
