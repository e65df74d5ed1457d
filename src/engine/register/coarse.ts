import { correlate, hillTops } from './correlate.ts';
import { cutPlane, type Plane, shrink } from './plane.ts';
import type { Similarity } from './similarity.ts';

/** Of a long strip only so much of its middle is compared, in units of its short side: a turn moves the rest too far. */
const longest = 4;

/**
 * Shifts, best first, between two small pictures of about 80 px: the middle of the board is looked for in the golden at half their size, up to a fifth of the
 * short side away from where `start` expects it. Several, because a bus lies on itself more than once. In the pictures' own pixels.
 */
export function coarseShifts(board: Plane, golden: Plane, start: Similarity, howMany: number): readonly Similarity[] {
  const small = Math.min(board.width, board.height) >= 64 ? 2 : 1;
  const boardSmall = shrink(board, small);
  const goldenSmall = shrink(golden, small);
  const short = Math.min(boardSmall.width, boardSmall.height);
  const margin = Math.max(2, Math.floor(short / 5));
  const width = Math.min(boardSmall.width, longest * short) - 2 * margin;
  const height = Math.min(boardSmall.height, longest * short) - 2 * margin;
  if (width < 4 || height < 4) return [];
  const left = Math.floor((boardSmall.width - width) / 2);
  const top = Math.floor((boardSmall.height - height) / 2);
  const centreX = (left + width / 2) * small;
  const centreY = (top + height / 2) * small;
  const expectedX = (start.a * centreX - start.b * centreY + start.tx) / small - width / 2;
  const expectedY = (start.b * centreX + start.a * centreY + start.ty) / small - height / 2;
  const [windowLeft, windowWidth] = clip(Math.round(expectedX) - margin, width + 2 * margin, goldenSmall.width);
  const [windowTop, windowHeight] = clip(Math.round(expectedY) - margin, height + 2 * margin, goldenSmall.height);
  if (windowWidth < width || windowHeight < height) return [];
  const window = { left: windowLeft, top: windowTop, width: windowWidth, height: windowHeight, factor: 1 };
  const surface = correlate(
    cutPlane(goldenSmall, window),
    cutPlane(boardSmall, { left, top, width, height, factor: 1 }),
  );
  return hillTops(surface)
    .filter((hill) => hill.value > 0.2)
    .slice(0, howMany)
    .map((hill) => ({ a: 1, b: 0, tx: (windowLeft + hill.x - left) * small, ty: (windowTop + hill.y - top) * small }));
}

function clip(start: number, length: number, limit: number): readonly [number, number] {
  const from = Math.max(0, start);
  return [from, Math.min(limit, start + length) - from];
}
