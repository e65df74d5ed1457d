import type { Draft, PlacedPart } from './draft.ts';
import type { Point } from './geometry.ts';
import { forNodesNear } from './routing-grid.ts';
import type { Random } from './seeded-random.ts';
import { textLength, textStrokes } from './stroke-font.ts';

const words = [
  'GND',
  'VCC',
  '3V3',
  '5V',
  'RX',
  'TX',
  'SDA',
  'SCL',
  'REV',
  'PWR',
  'USB',
  'CAN',
  'SW',
  'LED',
  'TEST',
] as const;

/** Print outlines, designators and notes; after all copper is laid, as printing keeps off pads. */
export function printBoard(draft: Draft): void {
  for (const part of draft.parts) if (part.footprint.prefix !== '') printPart(draft, part);
  printNotes(draft);
}

/** Outline and designator of a part. */
function printPart(draft: Draft, { footprint, column, row }: PlacedPart): void {
  const { grid, random, scale } = draft;
  const { pitch, origin } = grid;
  const margin = pitch * 0.95;
  const left = origin.x + column * pitch - margin;
  const top = origin.y + row * pitch - margin;
  const right = left + (footprint.columns - 1) * pitch + 2 * margin;
  const bottom = top + (footprint.rows - 1) * pitch + 2 * margin;
  const width = lineWidth(random, scale);
  if (random.chance(0.7)) {
    const ring = [
      { x: left, y: top },
      { x: right, y: top },
      { x: right, y: bottom },
      { x: left, y: bottom },
      { x: left, y: top },
    ];
    for (let side = 0; side < 4; side++) printLine(draft, [ring[side]!, ring[side + 1]!], width);
  }
  const designator = footprint.prefix + random.int(1, 99);
  printText(draft, designator, { x: left, y: top - 24 * scale }, random.range(15, 22) * scale, false);
}

/** Words, lot marks and arrows here and there. */
function printNotes(draft: Draft): void {
  const { grid, random, scale } = draft;
  const count = Math.round((grid.owner.length / 1000) * random.range(0.5, 2.5));
  for (let index = 0; index < count; index++) {
    const at = {
      x: grid.origin.x + random.range(1, grid.columns - 4) * grid.pitch,
      y: grid.origin.y + random.range(1, grid.rows - 2) * grid.pitch,
    };
    const text = random.chance(0.6) ? random.pick(words) : `${random.pick(words)}-${random.int(1, 999)}`;
    printText(draft, text, at, random.range(16, 36) * scale, random.chance(0.25));
  }
}

function printText(draft: Draft, text: string, at: Point, height: number, upright: boolean): void {
  const length = textLength(text, height);
  const width = upright ? height : length;
  const tall = upright ? length : height;
  const top = upright ? at.y - length : at.y;
  if (!clearOfPads(draft, at.x - 3, top - 3, width + 6, tall + 6)) return;
  const pen = Math.max(2.2 * draft.scale, height * 0.11);
  for (const points of textStrokes(text, at, height, upright)) draft.silk.push({ points, width: pen });
  const centre = { x: at.x + width / 2, y: top + tall / 2 };
  forNodesNear(draft.grid, centre, width / 2, tall / 2, draft.grid.pitch * 0.6, (node) => {
    draft.grid.noPrint[node] = 1;
  });
}

/** A straight line, broken where it would cross pads. */
function printLine(draft: Draft, [from, to]: readonly [Point, Point], width: number): void {
  const steps = Math.max(1, Math.round(Math.hypot(to.x - from.x, to.y - from.y) / (draft.grid.pitch * 0.5)));
  let start: Point | null = null;
  let last = from;
  for (let step = 0; step <= steps; step++) {
    const share = step / steps;
    const here = { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
    if (clearOfPads(draft, here.x - width, here.y - width, 2 * width, 2 * width)) {
      start ??= here;
      last = here;
      continue;
    }
    if (start !== null && start !== last) draft.silk.push({ points: [start, last], width });
    start = null;
  }
  if (start !== null && start !== last) draft.silk.push({ points: [start, last], width });
}

function clearOfPads({ grid }: Draft, x: number, y: number, width: number, height: number): boolean {
  const first = Math.floor((x - grid.origin.x) / grid.pitch);
  const last = Math.ceil((x + width - grid.origin.x) / grid.pitch);
  const top = Math.floor((y - grid.origin.y) / grid.pitch);
  const bottom = Math.ceil((y + height - grid.origin.y) / grid.pitch);
  if (first < 0 || top < 0 || last >= grid.columns || bottom >= grid.rows) return false;
  for (let row = top; row <= bottom; row++) {
    for (let column = first; column <= last; column++)
      if (grid.noPrint[row * grid.columns + column] === 1) return false;
  }
  return true;
}

function lineWidth(random: Random, scale: number): number {
  return random.range(3, 5) * scale;
}
