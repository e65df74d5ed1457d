import type { Point } from './point.ts';

/** x' = a·x + c·y + e, y' = b·x + d·y + f: the order of `CanvasRenderingContext2D.setTransform`. */
export interface Affine {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
}

export const identity: Affine = { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 };

/** `registration.matrix` of the contract: golden = [a b; c d] × board + [e, f], that is, by rows. */
export interface RowMatrix {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
}

/** The same map in the canvas's order, which goes by columns. */
export const fromRows = (m: RowMatrix): Affine => ({ a: m.a, b: m.c, c: m.b, d: m.d, e: m.e, f: m.f });

export const apply = (m: Affine, p: Point): Point => ({
  x: m.a * p.x + m.c * p.y + m.e,
  y: m.b * p.x + m.d * p.y + m.f,
});

/** First `inner`, then `outer`. */
export const compose = (outer: Affine, inner: Affine): Affine => ({
  a: outer.a * inner.a + outer.c * inner.b,
  b: outer.b * inner.a + outer.d * inner.b,
  c: outer.a * inner.c + outer.c * inner.d,
  d: outer.b * inner.c + outer.d * inner.d,
  e: outer.a * inner.e + outer.c * inner.f + outer.e,
  f: outer.b * inner.e + outer.d * inner.f + outer.f,
});

/** Null where the map flattens the plane, which a registration that failed may do. */
export function invert(m: Affine): Affine | null {
  const determinant = m.a * m.d - m.b * m.c;
  if (!Number.isFinite(determinant) || Math.abs(determinant) < 1e-12) return null;
  return {
    a: m.d / determinant,
    b: -m.b / determinant,
    c: -m.c / determinant,
    d: m.a / determinant,
    e: (m.c * m.f - m.d * m.e) / determinant,
    f: (m.b * m.e - m.a * m.f) / determinant,
  };
}

/** How much longer a line becomes: the geometric mean over all directions. */
export const stretch = (m: Affine): number => Math.sqrt(Math.abs(m.a * m.d - m.b * m.c));

/** Whether rectangles stay upright, so that tile edges can be put on whole device pixels. */
export const isUpright = (m: Affine): boolean => m.b === 0 && m.c === 0 && m.a > 0 && m.d > 0;
