import { applySimilarity, composeSimilarity, type Point, type Similarity } from './similarity.ts';

/** The same spot in both images, in continuous pixel coordinates. */
export interface Match {
  readonly board: Point;
  readonly golden: Point;
}

export interface Consensus {
  readonly map: Similarity;
  readonly inliers: readonly Match[];
  /** Root mean square distance of the inliers after the fit, golden pixels. */
  readonly rms: number;
}

/** With so few inliers a turn and a scale cannot be told from noise: only the shift is fitted. */
const fewestForSimilarity = 4;

/**
 * The similarity that most matches agree with within `tolerance` golden pixels. Every pair of matches that lie at least `baseline` board pixels apart
 * proposes one, as does every single match with the turn and scale of `start`; with ≤ 40 matches trying all of them
 * is cheaper than RANSAC and always gives the same answer. Then least squares over those who agree. Null without matches.
 */
export function findConsensus(
  matches: readonly Match[],
  start: Similarity,
  tolerance: number,
  baseline: number,
): Consensus | null {
  let best: { agreeing: Match[]; error: number } | null = null;
  for (const proposal of proposals(matches, start, baseline)) {
    const agreeing: Match[] = [];
    let error = 0;
    for (const match of matches) {
      const distance = residual(proposal, match);
      if (distance <= tolerance) agreeing.push(match);
      error += Math.min(distance, tolerance);
    }
    if (best === null || error < best.error) best = { agreeing, error };
  }
  if (best === null || best.agreeing.length === 0) return null;
  const map = fitSimilarity(best.agreeing, start, baseline);
  const inliers = matches.filter((match) => residual(map, match) <= tolerance);
  if (inliers.length === 0) return null;
  const final = fitSimilarity(inliers, start, baseline);
  const squares = inliers.reduce((total, match) => total + residual(final, match) ** 2, 0);
  return { map: final, inliers, rms: Math.sqrt(squares / inliers.length) };
}

function* proposals(matches: readonly Match[], start: Similarity, baseline: number): Generator<Similarity> {
  for (const [index, first] of matches.entries()) {
    yield shifted(start, [first]);
    for (const second of matches.slice(index + 1)) {
      const distance = Math.hypot(first.board.x - second.board.x, first.board.y - second.board.y);
      if (distance >= baseline) yield leastSquares([first, second]);
    }
  }
}

function residual(map: Similarity, match: Match): number {
  const expected = applySimilarity(map, match.board);
  return Math.hypot(expected.x - match.golden.x, expected.y - match.golden.y);
}

/** Least squares over matches; only a shift of `start` when they are too few or too close together to show a turn. */
function fitSimilarity(matches: readonly Match[], start: Similarity, baseline: number): Similarity {
  const xs = matches.map((match) => match.board.x);
  const ys = matches.map((match) => match.board.y);
  const spread = Math.hypot(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys));
  const enough = matches.length >= fewestForSimilarity && spread >= baseline;
  return enough ? leastSquares(matches) : shifted(start, matches);
}

function shifted(start: Similarity, matches: readonly Match[]): Similarity {
  let dx = 0;
  let dy = 0;
  for (const match of matches) {
    const expected = applySimilarity(start, match.board);
    dx += (match.golden.x - expected.x) / matches.length;
    dy += (match.golden.y - expected.y) / matches.length;
  }
  return composeSimilarity({ a: 1, b: 0, tx: dx, ty: dy }, start);
}

/** Closed form (Umeyama 1991, for two dimensions): about the centroids, a + ib = Σ conj(board) · golden ÷ Σ |board|². */
function leastSquares(matches: readonly Match[]): Similarity {
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
  const a = real / norm;
  const b = imaginary / norm;
  return { a, b, tx: golden.x - (a * board.x - b * board.y), ty: golden.y - (b * board.x + a * board.y) };
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
