import type { Box } from './box.ts';
import type { Point } from './similarity.ts';

/** Part of the board that a recipe inspects (`include`) or leaves out (`exclude`), in golden pixels. No include region means the whole board. */
export interface Region {
  readonly kind: 'include' | 'exclude';
  readonly box: Box;
}

/** Whether a point in golden pixels is inspected: inside an include region (or none is given) and in no exclude region. */
export function isInspected(point: Point, regions: readonly Region[]): boolean {
  let anyInclude = false;
  let included = false;
  for (const region of regions) {
    const inside = contains(region.box, point);
    if (region.kind === 'exclude') {
      if (inside) return false;
    } else {
      anyInclude = true;
      included ||= inside;
    }
  }
  return included || !anyInclude;
}

const contains = (box: Box, point: Point): boolean =>
  point.x >= box.x && point.y >= box.y && point.x < box.x + box.width && point.y < box.y + box.height;
