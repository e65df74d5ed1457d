import type { Box } from '../../../core/detection/box.ts';
import { area } from '../../../core/detection/geometry.ts';
import { indexBoxes } from '../../../core/detection/spatial-index.ts';
import type { Point } from '../space/point.ts';
import type { Mark } from './mark.ts';

export interface MarkIndex {
  readonly marks: readonly Mark[];
  /** Positions of the marks that meet a region of the board, in no particular order. */
  within(region: Box): number[];
  /** The smallest mark within `reach` board pixels of the point, so that one inside another can be picked; or null. */
  at(point: Point, reach: number): Mark | null;
}

const all = (): boolean => true;

export function indexMarks(marks: readonly Mark[]): MarkIndex {
  const search = indexBoxes(marks.map((mark) => mark.box));
  const within = (region: Box): number[] => search(region, all);
  return {
    marks,
    within,
    at(point, reach) {
      let best: Mark | null = null;
      for (const position of within({
        x: point.x - reach,
        y: point.y - reach,
        width: 2 * reach,
        height: 2 * reach,
      })) {
        const mark = marks[position];
        if (mark !== undefined && (best === null || area(mark.box) < area(best.box))) best = mark;
      }
      return best;
    },
  };
}
