import type { Box, Point } from './geometry.ts';

/** A copper track: a polyline with round ends. Pixels of the golden image. */
export interface Trace {
  readonly kind: 'trace';
  readonly net: number;
  readonly points: readonly Point[];
  readonly width: number;
}

/** A pad, via or mark: a box with rounded or cut corners. */
export interface Pad {
  readonly kind: 'pad';
  readonly net: number;
  readonly centre: Point;
  readonly width: number;
  readonly height: number;
  /** Corner radius; half the shorter side makes a round or oval pad. */
  readonly corner: number;
  /** Corners are cut at 45° instead of rounded. */
  readonly chamfered: boolean;
  /** Diameter of the drill hole, 0 for none. */
  readonly drill: number;
  /** Free of solder mask, so that the finish (gold, tin) shows. */
  readonly exposed: boolean;
  /** How far the opening of the solder mask reaches beyond the pad. */
  readonly opening: number;
}

/** A poured area. Copper of other nets is cut out of it with `Layout.clearance`. */
export interface Plane {
  readonly kind: 'plane';
  readonly net: number;
  readonly rings: readonly (readonly Point[])[];
  /** Width of the outline drawn around the rings; rounds the corners. */
  readonly outline: number;
}

export type Copper = Trace | Pad | Plane;

/** A printed line of the silkscreen. */
export interface SilkLine {
  readonly points: readonly Point[];
  readonly width: number;
}

/** The artwork of a board as vectors, in pixels of the golden image. */
export interface Layout {
  /** Size of the golden image. */
  readonly width: number;
  readonly height: number;
  /** Least distance between copper of different nets. */
  readonly clearance: number;
  readonly traces: readonly Trace[];
  readonly pads: readonly Pad[];
  readonly planes: readonly Plane[];
  readonly silk: readonly SilkLine[];
}

export const defectTypes = ['open', 'short', 'mousebite', 'spur', 'copper', 'pin_hole'] as const;
export type DefectType = (typeof defectTypes)[number];

/** A fault of the copper: a polygon that is added to the artwork or taken from it. */
export interface CopperEdit {
  readonly type: DefectType;
  readonly adds: boolean;
  readonly ring: readonly Point[];
  /** The copper it is cut from has no solder mask. */
  readonly exposed: boolean;
  /** Corners of the pixels that really differ, enough to span their box after any turn. */
  readonly hull: readonly Point[];
}

/** The room a copper shape takes. */
export function copperBox(copper: Copper): Box {
  if (copper.kind === 'pad') {
    const reach = Math.max(copper.opening, 0);
    return {
      x: copper.centre.x - copper.width / 2 - reach,
      y: copper.centre.y - copper.height / 2 - reach,
      width: copper.width + 2 * reach,
      height: copper.height + 2 * reach,
    };
  }
  const reach = copper.kind === 'trace' ? copper.width / 2 : copper.outline / 2;
  return boxOfPoints(copper.kind === 'trace' ? [copper.points] : copper.rings, reach);
}

/** The box around several lists of points, grown by `reach`. */
export function boxOfPoints(lists: readonly (readonly Point[])[], reach: number): Box {
  let left = Number.POSITIVE_INFINITY;
  let top = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  let bottom = Number.NEGATIVE_INFINITY;
  for (const points of lists) {
    for (const { x, y } of points) {
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      if (y > bottom) bottom = y;
    }
  }
  return { x: left - reach, y: top - reach, width: right - left + 2 * reach, height: bottom - top + 2 * reach };
}
