import { type Alignment, alignFromScratch, alignNear, sharpen } from './align.ts';
import { alignStrip, isStrip } from './align-strip.ts';
import type { BlockKernel } from './block-kernel/block-kernel.ts';
import { alignByFeatures } from './features.ts';
import type { OpenCvLoader } from './opencv.ts';
import type { Plane } from './plane.ts';
import { rescale } from './rescale.ts';
import { composeSimilarity, identity, type Similarity, scaleOf } from './similarity.ts';

/** A start that scores this much is near enough for the working resolution. */
const nearEnough = 0.8;
/** With this score nothing better is looked for. */
const good = 0.9;
/** Below this the slow search by features is worth its tenth of a second. */
const doubtful = 0.85;
/** Goldens whose size differs by more are first taken to be the same board at another resolution. */
const sameResolution = 1.1;
/** Largest golden that is rescaled for the search, pixels. */
const mostRescaledPixels = 64_000_000;

const nothing: Alignment = { map: identity, score: 0 };

/** What the search works with; one a thread. */
export interface SearchMeans {
  readonly loadOpenCv: OpenCvLoader;
  readonly kernel: BlockKernel;
}

/**
 * The map from board to golden that explains the board best, by the cheapest way that explains it well: from `start`, then a coarse search of shifts,
 * then features for large turns, scales and shifts.
 */
export async function findGolden(
  means: SearchMeans,
  board: Plane,
  golden: Plane,
  start?: Similarity,
): Promise<Alignment> {
  const first = start ?? firstGuess(board, golden);
  const quick = findQuickly(means.kernel, board, golden, first);
  const found = quick.score >= doubtful ? quick : better(quick, await findByFeatures(means, board, golden));
  return found.score > 0 ? sharpen(means.kernel, board, golden, found) : nothing;
}

function findQuickly(kernel: BlockKernel, board: Plane, golden: Plane, first: Similarity): Alignment {
  if (isRescaled(first)) return findRescaled(kernel, board, golden, first);
  const near = alignNear(kernel, board, golden, first, nearEnough);
  if (near !== null && near.score >= good) return near;
  const scratch = isStrip(board)
    ? alignStrip(kernel, board, golden, first)
    : alignFromScratch(kernel, board, golden, first);
  return better(near, scratch) ?? alignNear(kernel, board, golden, first, 0) ?? nothing;
}

/** Searches with the golden brought to the board's resolution, where the coarse search and the averages of both agree. */
function findRescaled(kernel: BlockKernel, board: Plane, golden: Plane, first: Similarity): Alignment {
  const scale = scaleOf(first);
  if (golden.width * golden.height > mostRescaledPixels) return nothing;
  const rescaled = rescale(golden, 1 / scale);
  const toGolden: Similarity = { a: golden.width / rescaled.width, b: 0, tx: 0, ty: 0 };
  const found = findQuickly(kernel, board, rescaled, identity);
  return { map: composeSimilarity(toGolden, found.map), score: found.score };
}

async function findByFeatures(
  { loadOpenCv, kernel }: SearchMeans,
  board: Plane,
  golden: Plane,
): Promise<Alignment | null> {
  const { cv } = await loadOpenCv();
  const rough = alignByFeatures(cv, board, golden);
  if (rough === null) return null;
  const scale = scaleOf(rough);
  if (!isRescaled(rough)) return alignNear(kernel, board, golden, rough, 0);
  if (golden.width * golden.height > mostRescaledPixels) return null;
  const rescaled = rescale(golden, 1 / scale);
  const ratio = golden.width / rescaled.width;
  const toGolden: Similarity = { a: ratio, b: 0, tx: 0, ty: 0 };
  const own = { a: rough.a / ratio, b: rough.b / ratio, tx: rough.tx / ratio, ty: rough.ty / ratio };
  const found = alignNear(kernel, board, rescaled, own, 0);
  return found === null ? null : { map: composeSimilarity(toGolden, found.map), score: found.score };
}

/** The same pixels for images of about one size (middle on middle); the whole golden on the whole board for another resolution. */
function firstGuess(board: Plane, golden: Plane): Similarity {
  const scale = Math.sqrt((golden.width * golden.height) / (board.width * board.height));
  const a = scale > sameResolution || scale < 1 / sameResolution ? scale : 1;
  return { a, b: 0, tx: (golden.width - a * board.width) / 2, ty: (golden.height - a * board.height) / 2 };
}

function isRescaled(map: Similarity): boolean {
  const scale = scaleOf(map);
  return scale > sameResolution || scale < 1 / sameResolution;
}

function better(first: Alignment, second: Alignment | null): Alignment;
function better(first: Alignment | null, second: Alignment | null): Alignment | null;
function better(first: Alignment | null, second: Alignment | null): Alignment | null {
  if (first === null || second === null) return first ?? second;
  return second.score > first.score ? second : first;
}
