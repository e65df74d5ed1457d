import type { Box } from '../../core/detection/box.ts';
import { type GreyImage, greyRows } from '../decode/grey-image.ts';
import type { Registration } from '../protocol.ts';
import { createBlockKernel } from './block-kernel/block-kernel.ts';
import { findGolden, type SearchMeans } from './find-golden.ts';
import { openCvLoader } from './opencv.ts';
import { createGoldenWindows } from './resample-kernel/resample-kernel.ts';
import {
  composeSimilarity,
  fromRegistration,
  identity,
  invertSimilarity,
  type Similarity,
  toRegistration,
} from './similarity.ts';
import { warpGolden } from './warp.ts';

/** A golden made ready for many boards. Stays valid as long as `image`'s pixels are not changed. */
export interface PreparedGolden {
  readonly image: GreyImage;
}

/** Rows `top` to `top + rows` of a board that is still being decoded. */
interface BandRequest {
  readonly top: number;
  readonly rows: number;
  /** Golden rows 0..goldenRows are decoded. */
  readonly goldenRows: number;
  /** Result of an earlier band of the same board, a good start for this one. */
  readonly guess?: Registration;
}

/** Finds how a golden lies under a board. One per thread; no call blocks longer than one image pair takes. */
export interface Registrar {
  prepareGolden(image: GreyImage): PreparedGolden;
  /** The registration of the whole board; score 0 when nothing fits. Asynchronous because OpenCV is loaded when a pair first needs it. */
  register(board: GreyImage, golden: PreparedGolden): Promise<Registration>;
  /** As `register` from the pixels of one band alone; the result is in the frame of the whole board. */
  registerBand(board: GreyImage, golden: PreparedGolden, band: BandRequest): Promise<Registration>;
  /** `warpGolden` of the same file. */
  warpGolden(
    golden: PreparedGolden,
    registration: Registration,
    boardWidth: number,
    boardHeight: number,
    region?: Box,
  ): GreyImage;
}

export function createRegistrar(): Registrar {
  const means: SearchMeans = { loadOpenCv: openCvLoader(), kernel: createBlockKernel() };
  const windows = createGoldenWindows();
  return {
    prepareGolden: (image) => ({ image }),
    async register(board, golden) {
      const found = await findGolden(means, board, golden.image);
      return toRegistration(found.map, board.width, board.height, found.score);
    },
    registerBand: (board, golden, band) => registerRows(means, board, golden.image, band),
    warpGolden: (golden, registration, boardWidth, boardHeight, region) =>
      warpGolden(windows, golden.image, registration, boardWidth, boardHeight, region),
  };
}

async function registerRows(
  means: SearchMeans,
  board: GreyImage,
  golden: GreyImage,
  { top, rows, goldenRows, guess }: BandRequest,
): Promise<Registration> {
  const band = greyRows(board, top, Math.min(rows, board.height - top));
  const start = guess === undefined ? identity : fromRegistration(guess, board.width, board.height);
  const [goldenTop, goldenEnd] = goldenSpan(start, board.width, top, band.height, goldenRows);
  const goldenBand = greyRows(golden, goldenTop, goldenEnd - goldenTop);
  // From the band's own rows to the board's, through the map, to the golden band's own rows; and back.
  const intoBand = { a: 1, b: 0, tx: 0, ty: -top };
  const fromGoldenBand = { a: 1, b: 0, tx: 0, ty: goldenTop };
  const toOwn = (map: Similarity): Similarity =>
    composeSimilarity(invertSimilarity(fromGoldenBand), composeSimilarity(map, invertSimilarity(intoBand)));
  const toWhole = (map: Similarity): Similarity => composeSimilarity(fromGoldenBand, composeSimilarity(map, intoBand));

  const found = await findGolden(means, band, goldenBand, toOwn(start));
  return toRegistration(toWhole(found.map), board.width, board.height, found.score);
}

/** Golden rows that the band may need: where `start` puts it, and a little of the width more for a turn. */
function goldenSpan(
  start: Similarity,
  width: number,
  top: number,
  rows: number,
  available: number,
): readonly [number, number] {
  const ys = [0, width].flatMap((x) => [top, top + rows].map((y) => start.b * x + start.a * y + start.ty));
  const slack = Math.max(64, Math.ceil(width / 32));
  const from = Math.max(0, Math.floor(Math.min(...ys)) - slack);
  return [Math.min(from, available - 1), Math.min(available, Math.ceil(Math.max(...ys)) + slack)];
}
