import { largeBoardPixels } from '../../core/detection/image-limits.ts';
import type { GreyImage } from '../decode/grey-image.ts';
import type { Registration } from '../protocol.ts';
import { rescale } from '../register/rescale.ts';
import { composeSimilarity, fromRegistration, toRegistration } from '../register/similarity.ts';

/** Golden pixels to one of the board's up to which the board is judged as it is. */
const clearlyFiner = 1.15;

/** A board at its golden's resolution, and how the golden lies on it there. */
export interface Magnified {
  readonly pixels: GreyImage;
  readonly registration: Registration;
}

/**
 * A board that was taken at less resolution than its golden is judged at the golden's, at which its flaws have the size that they have on other boards of
 * the part: at half of it a model misses a third of them. Null where the golden is no finer, or the board would become a large one.
 */
export function atGoldenResolution(board: GreyImage, registration: Registration): Magnified | null {
  const { scale, score } = registration;
  if (scale <= clearlyFiner || board.width * board.height * scale ** 2 > largeBoardPixels) return null;
  const pixels = rescale(board, scale);
  const toBoard = { a: board.width / pixels.width, b: 0, tx: 0, ty: 0 };
  const map = composeSimilarity(fromRegistration(registration, board.width, board.height), toBoard);
  return { pixels, registration: toRegistration(map, pixels.width, pixels.height, score) };
}
