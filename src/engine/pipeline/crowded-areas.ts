import type { Box } from '../../core/detection/box.ts';
import { clipToImage, union } from '../../core/detection/geometry.ts';
import type { BoardFrame } from '../../core/detection/merge.ts';
import { inspectsAnyOf, type Region } from '../../core/detection/region.ts';
import { boardToGolden } from '../../core/detection/similarity.ts';
import type { Tile } from '../../core/detection/tiling.ts';

/**
 * Where a model found as many defects as it can name, in board pixels: there may be more, and a person who clears those
 * that are listed has not seen them. Tiles side by side are one area; those of which the recipe inspects nothing are none.
 */
export function crowdedAreas(full: readonly Tile[], frame: BoardFrame, regions: readonly Region[]): Box[] {
  const asked = full.filter((tile) => isAsked(tile, frame, regions));
  const rows = joined(asked, (one, next) => one.y === next.y && next.x <= one.x + one.width);
  const columns = [...rows].sort((one, other) => one.x - other.x || one.y - other.y);
  const areas = joined(
    columns,
    (one, next) => one.x === next.x && one.width === next.width && next.y <= one.y + one.height,
  );
  return areas.map((area) => clipToImage(area, frame.width, frame.height));
}

/** Each box with those after it that continue it, as one. */
function joined(boxes: readonly Box[], continues: (one: Box, next: Box) => boolean): Box[] {
  const result: Box[] = [];
  for (const box of boxes) {
    const last = result.at(-1);
    if (last && continues(last, box)) result[result.length - 1] = union(last, box);
    else result.push(box);
  }
  return result;
}

function isAsked(tile: Tile, frame: BoardFrame, regions: readonly Region[]): boolean {
  if (regions.length === 0) return true;
  const { x, y, width, height } = clipToImage(tile, frame.width, frame.height);
  const corners = [
    { x, y },
    { x: x + width, y },
    { x, y: y + height },
    { x: x + width, y: y + height },
  ].map((corner) => ({
    ...(frame.toGolden ? boardToGolden(corner, frame.toGolden, frame) : corner),
    width: 0,
    height: 0,
  }));
  const place = corners.reduce(union);
  const seenFromThere = regions.map(({ kind, box }) => ({
    kind,
    box: { ...box, x: box.x - place.x, y: box.y - place.y },
  }));
  return inspectsAnyOf(place, seenFromThere);
}
