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

/**
 * Whether any place of a picture is inspected. What regions leave can only change at their sides, so one point of each
 * field between those is enough to ask.
 */
export function inspectsAnyOf(
  size: { readonly width: number; readonly height: number },
  regions: readonly Region[],
): boolean {
  const middles = (length: number, side: 'x' | 'y', extent: 'width' | 'height'): readonly number[] => {
    const sides = regions.flatMap(({ box }) => [box[side], box[side] + box[extent]]);
    const cuts = [...new Set([0, ...sides.filter((at) => at > 0 && at < length), length])].sort((a, b) => a - b);
    return cuts.slice(1).map((at, index) => (at + (cuts[index] ?? 0)) / 2);
  };
  const columns = middles(size.width, 'x', 'width');
  return middles(size.height, 'y', 'height').some((y) => {
    const row = regions.filter(({ box }) => y >= box.y && y < box.y + box.height);
    // A row outside every include region is not inspected, however few of its regions are left.
    const included = row.some(({ kind }) => kind === 'include') || regions.every(({ kind }) => kind === 'exclude');
    return included && columns.some((x) => isInspected({ x, y }, row));
  });
}

const contains = (box: Box, point: Point): boolean =>
  point.x >= box.x && point.y >= box.y && point.x < box.x + box.width && point.y < box.y + box.height;
