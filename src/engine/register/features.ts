import { fitSimilarity, type Match, residual } from './fit-similarity.ts';
import type { OpenCv } from './opencv.ts';
import { type Plane, shrink } from './plane.ts';
import type { Similarity } from './similarity.ts';

/** Features are looked for in pictures of at most this many pixels a side. */
const pictureSide = 800;
const mostFeatures = 1500;
/** RANSAC's tolerance in pixels of these pictures. */
const tolerance = 3;
const fewestInliers = 10;

type Disposable = { delete(): void };

/**
 * The map by features (ORB, matched both ways, RANSAC): for any turn, and for shifts and scales that the coarse search does not reach. Right to a few
 * pixels. Null when features do not agree.
 */
export function alignByFeatures(cv: OpenCv, board: Plane, golden: Plane): Similarity | null {
  const boardFactor = Math.max(1, Math.ceil(Math.max(board.width, board.height) / pictureSide));
  const goldenFactor = Math.max(1, Math.ceil(Math.max(golden.width, golden.height) / pictureSide));
  const bin: Disposable[] = [];
  const keep = <T extends Disposable>(item: T): T => {
    bin.push(item);
    return item;
  };
  try {
    const matches = matchFeatures(cv, keep, shrink(board, boardFactor), shrink(golden, goldenFactor));
    if (matches.length < fewestInliers) return null;
    const flat = (points: readonly { x: number; y: number }[]): number[] => points.flatMap(({ x, y }) => [x, y]);
    const from = keep(cv.matFromArray(matches.length, 1, cv.CV_32FC2, flat(matches.map((match) => match.board))));
    const to = keep(cv.matFromArray(matches.length, 1, cv.CV_32FC2, flat(matches.map((match) => match.golden))));
    const inliers = keep(new cv.Mat());
    keep(cv.estimateAffine2D(from, to, inliers, cv.RANSAC, tolerance, 5000, 0.995, 10));
    const agreeing = matches.filter((_, index) => inliers.data[index] === 1);
    const map = fitTrimmed(agreeing);
    if (map === null) return null;
    const ratio = goldenFactor / boardFactor;
    return { a: map.a * ratio, b: map.b * ratio, tx: map.tx * goldenFactor, ty: map.ty * goldenFactor };
  } finally {
    for (const item of bin) item.delete();
  }
}

function matchFeatures(cv: OpenCv, keep: <T extends Disposable>(item: T) => T, board: Plane, golden: Plane): Match[] {
  const featuresOf = (plane: Plane) => {
    const picture = keep(new cv.Mat(plane.height, plane.width, cv.CV_8UC1));
    picture.data.set(plane.data);
    const smooth = keep(new cv.Mat());
    cv.GaussianBlur(picture, smooth, new cv.Size(5, 5), 0);
    const points = keep(new cv.KeyPointVector());
    const descriptors = keep(new cv.Mat());
    keep(new cv.ORB(mostFeatures)).detectAndCompute(smooth, keep(new cv.Mat()), points, descriptors);
    return { points, descriptors };
  };
  const ofBoard = featuresOf(board);
  const ofGolden = featuresOf(golden);
  if (ofBoard.descriptors.rows === 0 || ofGolden.descriptors.rows === 0) return [];
  const pairs = keep(new cv.DMatchVector());
  keep(new cv.BFMatcher(cv.NORM_HAMMING, true)).match(ofBoard.descriptors, ofGolden.descriptors, pairs);
  // Key points name pixel centres by whole numbers; the engine's coordinates put them at halves.
  const at = ({ pt }: { pt: { x: number; y: number } }) => ({ x: pt.x + 0.5, y: pt.y + 0.5 });
  return Array.from({ length: pairs.size() }, (_, index) => pairs.get(index))
    .sort((p, q) => p.distance - q.distance)
    .slice(0, 500)
    .map((pair) => ({ board: at(ofBoard.points.get(pair.queryIdx)), golden: at(ofGolden.points.get(pair.trainIdx)) }));
}

/** RANSAC's affine map may shear; what agrees with a plain turn and scale is kept. */
function fitTrimmed(matches: readonly Match[]): Similarity | null {
  if (matches.length < fewestInliers) return null;
  const rough = fitSimilarity(matches);
  if (rough === null) return null;
  const close = matches.filter((match) => residual(rough, match) <= tolerance);
  return close.length < fewestInliers ? null : fitSimilarity(close);
}
