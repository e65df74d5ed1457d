import { boxOfPoints, type CopperEdit, type DefectType, defectTypes } from './board-model.ts';
import { checkFault } from './fault-check.ts';
import type { FaultSite } from './fault-places.ts';
import { type Proposal, proposeFault } from './fault-proposals.ts';
import { type Affine, type Box, grow, intersection, overlaps, type Point } from './geometry.ts';
import { trueBox } from './ground-truth.ts';
import { copperMask } from './render.ts';
import type { Random } from './seeded-random.ts';
import type { ShapeIndex, Shapes } from './shape-index.ts';

/** Side of the areas that are worked on at once: bounds the memory on large boards. */
const areaSide = 768;
/** Copper around an area that is looked at too. */
const surround = 80;
/** Copper beyond the picture's edge that is looked at. */
const outside = 24;
const attempts = 60;
/** Pixels between the picture's edge and the pixels that change. */
const borderGap = 4;

/**
 * Put `count` faults into a board, types in equal shares as far as the artwork allows. Fewer come back where there is
 * no room. Faults keep apart: their boxes do not overlap. Yields after every area, where a caller may rest.
 */
export function* injectFaults(
  random: Random,
  golden: ShapeIndex,
  pose: Affine,
  count: number,
  scale: number,
): Generator<void, CopperEdit[]> {
  const { width, height } = golden.layout;
  const areas = splitAreas(width, height);
  const quota = shareOut(random, areas, count);
  const edits: CopperEdit[] = [];
  const deck: DefectType[] = [];
  for (const [index, area] of areas.entries()) {
    if (quota[index] === 0) continue;
    const box = intersection(grow(area, surround), grow({ x: 0, y: 0, width, height }, outside));
    const block = { ...box, data: copperMask(golden, box) };
    const shapes = golden.within(grow(area, surround / 2));
    const inner: FaultSite = { random, block, shapes, scale };
    // Faults of earlier areas can only come near from the stripe above and the area to the left.
    const taken: Box[] = edits
      .map((edit) => trueBox(edit, pose, width, height))
      .filter((other) => overlaps(other, box));
    for (let fault = 0; fault < quota[index]!; fault++) {
      const edit = makeFault(inner, nextType(random, deck), area, taken, pose, golden);
      if (edit === null) continue;
      edits.push(edit);
      taken.push(trueBox(edit, pose, width, height));
    }
    yield;
  }
  return edits;
}

function makeFault(
  site: FaultSite,
  wanted: DefectType,
  area: Box,
  taken: readonly Box[],
  pose: Affine,
  golden: ShapeIndex,
): CopperEdit | null {
  const { width, height } = golden.layout;
  const others = defectTypes.filter((type) => type !== wanted);
  for (const type of [wanted, ...others]) {
    for (let attempt = 0; attempt < attempts; attempt++) {
      const proposal = proposeFault(site, type);
      if (proposal === null) continue;
      const bounds = boxOfPoints([proposal.ring], 0);
      if (!overlaps(bounds, area) || hidden(bounds, site.shapes, site.scale)) continue;
      if (taken.some((box) => overlaps(grow(box, 2), grow(bounds, 12)))) continue;
      const hull = checkFault(site.block, proposal, site.scale);
      if (hull === null) continue;
      const edit: CopperEdit = {
        type,
        adds: proposal.adds,
        ring: proposal.ring,
        exposed: onExposedPad(proposal, site.shapes),
        hull,
      };
      const box = trueBox(edit, pose, width, height);
      if (!wellInside(edit, pose, width, height)) continue;
      if (taken.some((other) => overlaps(other, box))) continue;
      return edit;
    }
  }
  return null;
}

/** The next type of a shuffled deck of all six. */
function nextType(random: Random, deck: DefectType[]): DefectType {
  if (deck.length === 0) deck.push(...defectTypes);
  return deck.splice(random.int(0, deck.length - 1), 1)[0]!;
}

function wellInside(edit: CopperEdit, pose: Affine, width: number, height: number): boolean {
  return edit.hull.every(({ x, y }) => {
    const bx = pose.a * x + pose.b * y + pose.tx;
    const by = pose.c * x + pose.d * y + pose.ty;
    return (
      [bx, x].every((v) => v > borderGap && v < width - borderGap) &&
      [by, y].every((v) => v > borderGap && v < height - borderGap)
    );
  });
}

/** Printing and drill holes would cover a fault. */
function hidden(bounds: Box, shapes: Shapes, scale: number): boolean {
  const printed = shapes.silk.some((line) => overlaps(boxOfPoints([line.points], line.width + 2), bounds));
  return (
    printed || shapes.pads.some((pad) => pad.drill > 0 && distance(bounds, pad.centre) < pad.drill / 2 + 2.5 * scale)
  );
}

/** From a box to a point, 0 within. */
function distance(box: Box, { x, y }: Point): number {
  return Math.hypot(Math.max(box.x - x, 0, x - box.x - box.width), Math.max(box.y - y, 0, y - box.y - box.height));
}

function onExposedPad(proposal: Proposal, shapes: Shapes): boolean {
  const { x, y, width, height } = boxOfPoints([proposal.ring], 0);
  const at = { x: x + width / 2, y: y + height / 2 };
  return shapes.pads.some(
    (pad) =>
      pad.exposed &&
      Math.abs(at.x - pad.centre.x) < pad.width / 2 + pad.opening &&
      Math.abs(at.y - pad.centre.y) < pad.height / 2 + pad.opening,
  );
}

function splitAreas(width: number, height: number): Box[] {
  const areas: Box[] = [];
  for (let y = 0; y < height; y += areaSide) {
    for (let x = 0; x < width; x += areaSide) {
      areas.push({ x, y, width: Math.min(areaSide, width - x), height: Math.min(areaSide, height - y) });
    }
  }
  return areas;
}

/** Faults of each area: drawn by lot in proportion to its size. */
function shareOut(random: Random, areas: readonly Box[], count: number): number[] {
  const quota = areas.map(() => 0);
  const total = areas.reduce((sum, area) => sum + area.width * area.height, 0);
  for (let fault = 0; fault < count; fault++) {
    let ticket = random.next() * total;
    let index = 0;
    while (index < areas.length - 1 && ticket >= areas[index]!.width * areas[index]!.height) {
      ticket -= areas[index]!.width * areas[index]!.height;
      index++;
    }
    quota[index]!++;
  }
  return quota;
}
