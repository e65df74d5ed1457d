/** A place in pixels: x to the right, y down, pixel (0, 0) covers 0..1. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** An axis-aligned box in pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** x' = a·x + b·y + tx, y' = c·x + d·y + ty. */
export interface Affine {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly tx: number;
  readonly ty: number;
}

export const identity: Affine = { a: 1, b: 0, c: 0, d: 1, tx: 0, ty: 0 };

/** The image of a point under a transform. */
export function transformPoint(affine: Affine, point: Point): Point {
  return {
    x: affine.a * point.x + affine.b * point.y + affine.tx,
    y: affine.c * point.x + affine.d * point.y + affine.ty,
  };
}

/** The transform that undoes `affine`. */
export function invert(affine: Affine): Affine {
  const determinant = affine.a * affine.d - affine.b * affine.c;
  const a = affine.d / determinant;
  const b = -affine.b / determinant;
  const c = -affine.c / determinant;
  const d = affine.a / determinant;
  return { a, b, c, d, tx: -(a * affine.tx + b * affine.ty), ty: -(c * affine.tx + d * affine.ty) };
}

/** Turn by `radians` and scale about `centre`, then shift by (dx, dy) pixels. */
export function poseAbout(centre: Point, radians: number, scale: number, dx: number, dy: number): Affine {
  const cos = Math.cos(radians) * scale;
  const sin = Math.sin(radians) * scale;
  return {
    a: cos,
    b: -sin,
    c: sin,
    d: cos,
    tx: centre.x - cos * centre.x + sin * centre.y + dx,
    ty: centre.y - sin * centre.x - cos * centre.y + dy,
  };
}

/** The smallest box around points (at least one). */
export function boxAround(points: readonly Point[]): Box {
  let left = Number.POSITIVE_INFINITY;
  let top = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  let bottom = Number.NEGATIVE_INFINITY;
  for (const point of points) {
    left = Math.min(left, point.x);
    right = Math.max(right, point.x);
    top = Math.min(top, point.y);
    bottom = Math.max(bottom, point.y);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** The box grown by `margin` pixels on every side. */
export function grow(box: Box, margin: number): Box {
  return { x: box.x - margin, y: box.y - margin, width: box.width + 2 * margin, height: box.height + 2 * margin };
}

/** What two overlapping boxes share. */
export function intersection(first: Box, second: Box): Box {
  const x = Math.max(first.x, second.x);
  const y = Math.max(first.y, second.y);
  const right = Math.min(first.x + first.width, second.x + second.width);
  const bottom = Math.min(first.y + first.height, second.y + second.height);
  return { x, y, width: right - x, height: bottom - y };
}

/** Whether two boxes share some area. */
export function overlaps(first: Box, second: Box): boolean {
  return (
    first.x < second.x + second.width &&
    second.x < first.x + first.width &&
    first.y < second.y + second.height &&
    second.y < first.y + first.height
  );
}
