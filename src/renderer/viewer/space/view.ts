/**
 * What part of a board a pane shows. Pure: pane pixel = board pixel × scale + (x, y), pane pixels are CSS pixels.
 * Every function that changes a view gives one that `clampView` accepts: the middle of the pane lies on the board.
 */
import type { Box } from '../../../core/detection/box.ts';
import type { Point, Size } from './point.ts';

export interface View {
  /** CSS pixels per board pixel. */
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** Free space around a board that fits, CSS pixels. */
const fitMargin = 16;
/** Device pixels that one board pixel may grow to. */
const largestPixel = 48;
/** How much smaller than fitted a board may become. */
const smallestOfFit = 0.5;

export const toBoard = (view: View, p: Point): Point => ({
  x: (p.x - view.x) / view.scale,
  y: (p.y - view.y) / view.scale,
});

/** A box of the board in pane pixels. */
export const boxToPane = (view: View, box: Box): Box => ({
  x: box.x * view.scale + view.x,
  y: box.y * view.scale + view.y,
  width: box.width * view.scale,
  height: box.height * view.scale,
});

/** The part of the board's plane that the pane shows, board pixels; may reach beyond the board. */
export const shownRegion = (view: View, pane: Size): Box => ({
  ...toBoard(view, { x: 0, y: 0 }),
  width: pane.width / view.scale,
  height: pane.height / view.scale,
});

function fitScale(board: Size, pane: Size): number {
  const width = Math.max(1, pane.width - 2 * fitMargin);
  const height = Math.max(1, pane.height - 2 * fitMargin);
  return Math.min(width / board.width, height / board.height);
}

/** The whole board in the middle of the pane. */
export function fitView(board: Size, pane: Size): View {
  return centredOn({ x: board.width / 2, y: board.height / 2 }, fitScale(board, pane), pane);
}

/** Smallest and largest scale. One board pixel per device pixel is always reachable. */
export function scaleLimits(board: Size, pane: Size, devicePixelRatio: number): { min: number; max: number } {
  const fit = fitScale(board, pane);
  return {
    min: Math.min(fit * smallestOfFit, 1 / devicePixelRatio),
    max: Math.max(fit, largestPixel / devicePixelRatio),
  };
}

function centredOn(p: Point, scale: number, pane: Size): View {
  return { scale, x: pane.width / 2 - p.x * scale, y: pane.height / 2 - p.y * scale };
}

/** The board point in the middle of the pane. */
export const middle = (view: View, pane: Size): Point => toBoard(view, { x: pane.width / 2, y: pane.height / 2 });

const between = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);

/** Moves the view as little as needed for the pane's middle to lie on the board. */
export function clampView(view: View, board: Size, pane: Size): View {
  const at = middle(view, pane);
  const x = between(at.x, 0, board.width);
  const y = between(at.y, 0, board.height);
  return x === at.x && y === at.y ? view : centredOn({ x, y }, view.scale, pane);
}

/** What zooming needs to know beside the view. */
export interface Frame {
  readonly board: Size;
  readonly pane: Size;
  readonly devicePixelRatio: number;
}

/**
 * Changes the scale by `factor`; the board point under `at` (pane pixels) stays there, unless the limits of the scale
 * or the clamp forbid it: zooming in at a point of the board always keeps it.
 */
export function zoomAt(view: View, at: Point, factor: number, frame: Frame): View {
  const limits = scaleLimits(frame.board, frame.pane, frame.devicePixelRatio);
  const scale = between(view.scale * factor, limits.min, limits.max);
  const under = toBoard(view, at);
  const zoomed = { scale, x: at.x - under.x * scale, y: at.y - under.y * scale };
  return clampView(zoomed, frame.board, frame.pane);
}

/** Moves what is shown by pane pixels. */
export const panBy = (view: View, dx: number, dy: number, frame: Frame): View =>
  clampView({ ...view, x: view.x + dx, y: view.y + dy }, frame.board, frame.pane);

/** Puts a board point into the middle, at the same scale. */
export const centreOn = (view: View, p: Point, frame: Frame): View =>
  clampView(centredOn(p, view.scale, frame.pane), frame.board, frame.pane);

/** One board pixel per device pixel around what is in the middle now. */
export const actualPixels = (view: View, frame: Frame): View =>
  centreOn({ ...view, scale: 1 / frame.devicePixelRatio }, middle(view, frame.pane), frame);

/** Times the longer side of a box that the pane shows around it. */
const contextOfBox = 6;
/** A box is never shown larger than this many device pixels per board pixel: beyond it there is nothing more to see. */
const largestPixelOfBox = 8;

/** Shows a box in the middle with what is around it. */
export function zoomToBox(box: Box, frame: Frame): View {
  const limits = scaleLimits(frame.board, frame.pane, frame.devicePixelRatio);
  const side = Math.max(box.width, box.height, 1) * contextOfBox;
  const wanted = Math.min(frame.pane.width, frame.pane.height) / side;
  const scale = between(Math.min(wanted, largestPixelOfBox / frame.devicePixelRatio), limits.min, limits.max);
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  return clampView(centredOn(at, scale, frame.pane), frame.board, frame.pane);
}

/** Whether all of a box is visible, with `margin` CSS pixels around it. */
export function isShown(view: View, box: Box, pane: Size, margin: number): boolean {
  const at = boxToPane(view, box);
  return (
    at.x >= margin &&
    at.y >= margin &&
    at.x + at.width <= pane.width - margin &&
    at.y + at.height <= pane.height - margin
  );
}

/** The same board point in the middle of a pane of another size. */
export const resizeView = (view: View, from: Size, to: Size, board: Size): View =>
  clampView(centredOn(middle(view, from), view.scale, to), board, to);
