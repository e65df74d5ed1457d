/**
 * A shift, turn and scale about the middle of the board image:
 * golden = scale · R(angle) · (board − centre) + centre + (dx, dy), in pixels; angle in degrees, clockwise on screen.
 */
export interface Similarity {
  readonly dx: number;
  readonly dy: number;
  readonly angle: number;
  readonly scale: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Maps a point of the board to the golden. `board` is the board image's size in pixels. */
export function boardToGolden(point: Point, by: Similarity, board: { width: number; height: number }): Point {
  const cx = board.width / 2;
  const cy = board.height / 2;
  const radians = (by.angle * Math.PI) / 180;
  const cos = by.scale * Math.cos(radians);
  const sin = by.scale * Math.sin(radians);
  const x = point.x - cx;
  const y = point.y - cy;
  return { x: cos * x - sin * y + cx + by.dx, y: sin * x + cos * y + cy + by.dy };
}

/** A similarity as a matrix: golden = [a b; c d] × board + [e, f], in pixels. */
export interface SimilarityMatrix {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
}

/** The map of `boardToGolden` as a matrix. `board` is the board image's size in pixels. */
export function boardToGoldenMatrix(by: Similarity, board: { width: number; height: number }): SimilarityMatrix {
  const origin = boardToGolden({ x: 0, y: 0 }, by, board);
  const radians = (by.angle * Math.PI) / 180;
  const cos = by.scale * Math.cos(radians);
  const sin = by.scale * Math.sin(radians);
  return { a: cos, b: -sin, c: sin, d: cos, e: origin.x, f: origin.y };
}
