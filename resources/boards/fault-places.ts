import type { Pad, Trace } from './board-model.ts';
import type { Point } from './geometry.ts';
import { isCopper, type MaskBlock, marchUntil } from './mask-block.ts';
import type { Random } from './seeded-random.ts';
import type { Shapes } from './shape-index.ts';

/** What proposals draw from. */
export interface FaultSite {
  readonly random: Random;
  readonly block: MaskBlock;
  readonly shapes: Shapes;
  /** 1 at 48 pixels per millimetre. */
  readonly scale: number;
}

/** A place on the border of some copper. */
export interface Edge {
  /** The last point on copper and the way out of it. */
  readonly at: Point;
  readonly out: Point;
  /** Thickness of the copper behind the edge, in pixels. */
  readonly thickness: number;
}

/** A place on the border of some copper, found by walking from within it. */
export function findEdge(site: FaultSite): Edge | null {
  const { random, block, shapes, scale } = site;
  const limit = 90 * scale;
  let inside: Point | null;
  let angle = random.range(0, 2 * Math.PI);
  if (shapes.traces.length > 0 && random.chance(0.65)) {
    const place = placeOnTrace(random, random.pick(shapes.traces));
    inside = place.at;
    angle = Math.atan2(place.direction.x, -place.direction.y) + (random.chance(0.5) ? Math.PI : 0);
  } else {
    inside = placeOnCopper(site);
  }
  if (inside === null || !isCopper(block, inside.x, inside.y)) return null;
  const out = { x: Math.cos(angle), y: Math.sin(angle) };
  const steps = marchUntil(block, inside, out.x, out.y, false, limit);
  if (steps >= limit || steps < 2) return null;
  const at = step(inside, out, steps - 1);
  const thickness = marchUntil(block, at, -out.x, -out.y, false, limit);
  return { at, out, thickness };
}

/** Some place that is likely on copper. */
export function placeOnCopper({ random, block, shapes }: FaultSite): Point | null {
  const pick = random.next();
  if (pick < 0.4 && shapes.pads.length > 0) return placeOnPad(random, random.pick(shapes.pads));
  if (pick < 0.65 && shapes.traces.length > 0) return placeOnTrace(random, random.pick(shapes.traces)).at;
  return placeInBlock(random, block);
}

function placeOnPad(random: Random, pad: Pad): Point {
  return {
    x: pad.centre.x + random.range(-0.45, 0.45) * pad.width,
    y: pad.centre.y + random.range(-0.45, 0.45) * pad.height,
  };
}

/** A place on the centre line of a trace, the way the trace runs there and its width. */
export function placeOnTrace(random: Random, trace: Trace): { at: Point; direction: Point; width: number } {
  const lengths = trace.points.slice(1).map((to, index) => {
    const from = trace.points[index]!;
    return Math.hypot(to.x - from.x, to.y - from.y);
  });
  let along = random.next() * lengths.reduce((sum, length) => sum + length, 0);
  let segment = 0;
  while (segment < lengths.length - 1 && along > lengths[segment]!) {
    along -= lengths[segment]!;
    segment++;
  }
  const from = trace.points[segment]!;
  const to = trace.points[segment + 1]!;
  const length = Math.max(1e-6, lengths[segment]!);
  const direction = { x: (to.x - from.x) / length, y: (to.y - from.y) / length };
  return { at: step(from, direction, Math.min(along, length)), direction, width: trace.width };
}

/** Any place of the block. */
export function placeInBlock(random: Random, block: MaskBlock): Point {
  return { x: block.x + random.range(0, block.width), y: block.y + random.range(0, block.height) };
}

/** A place `by` pixels from another in a direction. */
export function step(from: Point, direction: Point, by: number): Point {
  return { x: from.x + direction.x * by, y: from.y + direction.y * by };
}
