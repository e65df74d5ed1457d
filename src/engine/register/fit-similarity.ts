import { applySimilarity, type Point, type Similarity } from './similarity.ts';

/** The same spot in both images, in continuous pixel coordinates. */
export interface Match {
  readonly board: Point;
  readonly golden: Point;
}

/** Least squares, closed form (Umeyama 1991, for two dimensions): about the centroids, a + ib = Σ conj(board) · golden ÷ Σ |board|². Null for fewer than two distinct points. */
export function fitSimilarity(matches: readonly Match[]): Similarity | null {
  const board = centroid(matches.map((match) => match.board));
  const golden = centroid(matches.map((match) => match.golden));
  let real = 0;
  let imaginary = 0;
  let norm = 0;
  for (const match of matches) {
    const bx = match.board.x - board.x;
    const by = match.board.y - board.y;
    const gx = match.golden.x - golden.x;
    const gy = match.golden.y - golden.y;
    real += bx * gx + by * gy;
    imaginary += bx * gy - by * gx;
    norm += bx * bx + by * by;
  }
  if (!(norm > 1e-6)) return null;
  const a = real / norm;
  const b = imaginary / norm;
  return { a, b, tx: golden.x - (a * board.x - b * board.y), ty: golden.y - (b * board.x + a * board.y) };
}

/** Golden pixels between where `map` puts the match and where it is. */
export function residual(map: Similarity, match: Match): number {
  const expected = applySimilarity(map, match.board);
  return Math.hypot(expected.x - match.golden.x, expected.y - match.golden.y);
}

function centroid(points: readonly Point[]): Point {
  let x = 0;
  let y = 0;
  for (const point of points) {
    x += point.x / points.length;
    y += point.y / points.length;
  }
  return { x, y };
}
