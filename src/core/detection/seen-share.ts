import { isInspected, type Region } from './region.ts';
import { boardToGolden, type Similarity } from './similarity.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The golden is asked in so many places along each side: half a percent of a strip at its edge. */
const places = 96;

/** Share of the golden's inspected parts, 0..1, that the board's picture shows; 1 where nothing of it is inspected. */
export function seenShare(golden: Size, board: Size, by: Similarity, regions: readonly Region[]): number {
  const toBoard = goldenToBoard(by, board);
  let asked = 0;
  let seen = 0;
  for (let row = 0; row < places; row++) {
    const y = ((row + 0.5) * golden.height) / places;
    for (let column = 0; column < places; column++) {
      const x = ((column + 0.5) * golden.width) / places;
      if (regions.length > 0 && !isInspected({ x, y }, regions)) continue;
      asked++;
      const bx = toBoard.a * x + toBoard.b * y + toBoard.x;
      const by = toBoard.a * y - toBoard.b * x + toBoard.y;
      if (bx >= 0 && by >= 0 && bx <= board.width && by <= board.height) seen++;
    }
  }
  return asked === 0 ? 1 : seen / asked;
}

function goldenToBoard(by: Similarity, board: Size) {
  const radians = (by.angle * Math.PI) / 180;
  const a = Math.cos(radians) / by.scale;
  const b = Math.sin(radians) / by.scale;
  const origin = boardToGolden({ x: 0, y: 0 }, by, board);
  return { a, b, x: -(a * origin.x + b * origin.y), y: b * origin.x - a * origin.y };
}
