import type { DefectType } from './board-model.ts';
import { type FaultSite, findEdge, placeInBlock, placeOnCopper, placeOnTrace, step } from './fault-places.ts';
import { blobRing, strokeRing } from './fault-shapes.ts';
import type { Point } from './geometry.ts';
import { isCopper, marchUntil, roomAround } from './mask-block.ts';

/** A fault that might be made, before anything has been checked. */
export interface Proposal {
  readonly type: DefectType;
  readonly adds: boolean;
  readonly ring: readonly Point[];
  /** Places on copper that an open must part and a short must join. */
  readonly ends: readonly [Point, Point] | null;
}

/** A random fault of a type somewhere in the block, or null when the place drawn does not suit it. */
export function proposeFault(site: FaultSite, type: DefectType): Proposal | null {
  switch (type) {
    case 'open':
      return proposeOpen(site);
    case 'short':
      return proposeShort(site);
    case 'mousebite':
      return proposeMousebite(site);
    case 'spur':
      return proposeSpur(site);
    case 'copper':
      return proposeCopper(site);
    case 'pin_hole':
      return proposePinHole(site);
  }
}

function proposeOpen({ random, shapes, scale }: FaultSite): Proposal | null {
  if (shapes.traces.length === 0) return null;
  const { at, direction, width } = placeOnTrace(random, random.pick(shapes.traces));
  const gap = random.range(5, random.chance(0.3) ? 22 : 12) * scale;
  const skew = random.range(-0.6, 0.6);
  const half = width / 2 + random.range(1.5, 3.5) * scale;
  const across = { x: -direction.y + direction.x * skew, y: direction.x + direction.y * skew };
  const from = step(at, across, -half);
  const to = step(at, across, half);
  const ring = strokeRing(
    random,
    from,
    to,
    gap * random.range(0.8, 1.2),
    gap * random.range(0.8, 1.2),
    random.range(0.03, 0.22),
  );
  const away = gap * 0.8 + Math.abs(skew) * half + 5 * scale;
  return { type: 'open', adds: false, ring, ends: [step(at, direction, -away), step(at, direction, away)] };
}

function proposeShort(site: FaultSite): Proposal | null {
  const { random, block, scale } = site;
  const edge = findEdge(site);
  if (edge === null) return null;
  const skew = random.range(-0.35, 0.35);
  const way = { x: edge.out.x - edge.out.y * skew, y: edge.out.y + edge.out.x * skew };
  const start = step(edge.at, way, 1.5);
  const distance = marchUntil(block, start, way.x, way.y, true, 48 * scale);
  if (distance >= 48 * scale || distance < 3) return null;
  const width = random.range(4.5, 11) * scale;
  const reach = 3 * scale;
  const from = step(edge.at, way, -reach);
  const to = step(start, way, distance + reach);
  const ring = strokeRing(random, from, to, width, width * random.range(0.7, 1.4), random.range(0.05, 0.25));
  return { type: 'short', adds: true, ring, ends: [step(edge.at, way, -1), step(start, way, distance + 1)] };
}

function proposeMousebite(site: FaultSite): Proposal | null {
  const { random, scale } = site;
  const edge = findEdge(site);
  if (edge === null) return null;
  const depth = Math.min(edge.thickness * random.range(0.3, 0.62), random.range(4.5, 15) * scale);
  if (depth < 3.2 * scale) return null;
  const length = random.range(6.5, 20) * scale;
  const centre = step(edge.at, edge.out, random.range(0, 0.25) * depth);
  const ring = blobRing(random, centre, depth, length / 2, Math.atan2(edge.out.y, edge.out.x));
  return { type: 'mousebite', adds: false, ring, ends: null };
}

function proposeSpur(site: FaultSite): Proposal | null {
  const { random, scale } = site;
  const edge = findEdge(site);
  if (edge === null) return null;
  const skew = random.range(-0.7, 0.7);
  const way = { x: edge.out.x - edge.out.y * skew, y: edge.out.y + edge.out.x * skew };
  const length = random.range(6, 20) * scale;
  const base = random.range(5.5, 13) * scale;
  const tip = base * random.range(0.25, 0.9);
  const ring = strokeRing(
    random,
    step(edge.at, way, -2.5 * scale),
    step(edge.at, way, length),
    base,
    tip,
    random.range(0.05, 0.2),
  );
  return { type: 'spur', adds: true, ring, ends: null };
}

function proposeCopper({ random, block, scale }: FaultSite): Proposal | null {
  const at = placeInBlock(random, block);
  if (isCopper(block, at.x, at.y)) return null;
  const room = roomAround(block, at, 40 * scale) - 4 * scale;
  const size = Math.min(room, random.range(4.5, random.chance(0.35) ? 19 : 12) * scale);
  if (size < 4 * scale) return null;
  const angle = random.range(0, Math.PI);
  if (random.chance(0.25)) {
    const reach = { x: Math.cos(angle) * size * 0.9, y: Math.sin(angle) * size * 0.9 };
    const width = Math.max(4.5 * scale, size * random.range(0.4, 0.7));
    const ring = strokeRing(
      random,
      step(at, reach, -1),
      step(at, reach, 1),
      width,
      width * random.range(0.7, 1.3),
      0.2,
    );
    return { type: 'copper', adds: true, ring, ends: null };
  }
  return {
    type: 'copper',
    adds: true,
    ring: blobRing(random, at, size, size * random.range(0.5, 1), angle),
    ends: null,
  };
}

function proposePinHole(site: FaultSite): Proposal | null {
  const { random, block, scale } = site;
  const at = placeOnCopper(site);
  if (at === null || !isCopper(block, at.x, at.y)) return null;
  const room = roomAround(block, at, 26 * scale) - 2.4 * scale;
  const size = Math.min(room, random.range(3, random.chance(0.4) ? 14 : 9) * scale);
  if (size < 2.6 * scale) return null;
  const ring = blobRing(random, at, size, size * random.range(0.55, 1), random.range(0, Math.PI));
  return { type: 'pin_hole', adds: false, ring, ends: null };
}
