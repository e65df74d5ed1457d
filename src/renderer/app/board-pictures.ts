/** A reviewed board as the viewer's pictures. Pure. */
import { fromRows, identity, invert } from '../viewer/space/affine.ts';
import type { Picture } from '../viewer/tiles/tile-plan.ts';
import type { Board } from './review-store.ts';

/** Null where the image was never decoded. */
export const boardPicture = (board: Pick<Board, 'image'>): Picture | null =>
  board.image && { ...board.image, toBoard: identity };

/** Null where there is no golden or nobody knows where it lies: it can then not be laid over the board. */
export function goldenPicture(board: Pick<Board, 'golden' | 'registration'>): Picture | null {
  if (board.golden === null || board.registration === null) return null;
  const toBoard = invert(fromRows(board.registration.matrix));
  return toBoard && { ...board.golden, toBoard };
}
