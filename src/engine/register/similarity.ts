import type { Registration } from '../protocol.ts';

/**
 * golden = [a −b; b a] · board + (tx, ty), in continuous image coordinates: the centre of pixel (x, y) is (x + ½, y + ½), y points down.
 * a = scale · cos(angle), b = scale · sin(angle); a positive angle turns clockwise as seen on screen.
 */
export interface Similarity {
  readonly a: number;
  readonly b: number;
  readonly tx: number;
  readonly ty: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export const identity: Similarity = { a: 1, b: 0, tx: 0, ty: 0 };

export function applySimilarity(map: Similarity, { x, y }: Point): Point {
  return { x: map.a * x - map.b * y + map.tx, y: map.b * x + map.a * y + map.ty };
}

/** First `inner`, then `outer`. */
export function composeSimilarity(outer: Similarity, inner: Similarity): Similarity {
  const { x: tx, y: ty } = applySimilarity(outer, { x: inner.tx, y: inner.ty });
  return { a: outer.a * inner.a - outer.b * inner.b, b: outer.a * inner.b + outer.b * inner.a, tx, ty };
}

export function invertSimilarity({ a, b, tx, ty }: Similarity): Similarity {
  const norm = a * a + b * b;
  const ia = a / norm;
  const ib = -b / norm;
  return { a: ia, b: ib, tx: -(ia * tx - ib * ty), ty: -(ib * tx + ia * ty) };
}

export function scaleOf({ a, b }: Similarity): number {
  return Math.hypot(a, b);
}

/** Degrees, −180..180. */
function angleOf({ a, b }: Similarity): number {
  return (Math.atan2(b, a) * 180) / Math.PI;
}

/** The protocol's form: turned and scaled about the middle of a board of `width` × `height` pixels. */
export function toRegistration(map: Similarity, width: number, height: number, score: number): Registration {
  const centre = { x: width / 2, y: height / 2 };
  const image = applySimilarity(map, centre);
  return { dx: image.x - centre.x, dy: image.y - centre.y, angle: angleOf(map), scale: scaleOf(map), score };
}

/** Inverse of `toRegistration`. */
export function fromRegistration(registration: Registration, width: number, height: number): Similarity {
  const radians = (registration.angle * Math.PI) / 180;
  const a = registration.scale * Math.cos(radians);
  const b = registration.scale * Math.sin(radians);
  const cx = width / 2;
  const cy = height / 2;
  return { a, b, tx: cx + registration.dx - (a * cx - b * cy), ty: cy + registration.dy - (b * cx + a * cy) };
}

/** The longest way a pixel of a `width` × `height` board is moved, in pixels: at one of the corners. */
export function maxDisplacement(map: Similarity, width: number, height: number): number {
  let longest = 0;
  for (const x of [0, width]) {
    for (const y of [0, height]) {
      const moved = applySimilarity(map, { x, y });
      longest = Math.max(longest, Math.hypot(moved.x - x, moved.y - y));
    }
  }
  return longest;
}
