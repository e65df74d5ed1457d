/**
 * Level of detail: which marks are drawn as boxes, which as signs, which together as one count. Pure.
 * Small marks that lie close are counted per cell of a grid that belongs to the board, so that counts do not swim
 * while the board is moved.
 */
import type { Box } from '../../../core/detection/box.ts';
import { compareSeverity } from '../../../core/inspection/severity.ts';
import { type Severity, severities } from '../../../core/inspection/vocabulary.ts';
import type { Point } from '../space/point.ts';
import type { Mark } from './mark.ts';

/** A mark whose longer side is at least this many CSS pixels is drawn as a box. */
const smallestBox = 9;
/** The same where many marks are in sight: small boxes side by side are neither read nor drawn quickly. */
const smallestBoxInCrowd = 20;
const crowd = 800;
/** Side of a grid cell in CSS pixels, before it is rounded to a power of two of board pixels. */
const cellSide = 30;
/** Up to this many small marks of a cell are drawn one by one. */
const mostSigns = 2;

export interface Cluster {
  /** Mean place of its marks, board pixels. */
  readonly at: Point;
  readonly count: number;
  /** Of those that a person must decide or confirmed; null where all are settled. */
  readonly worst: Severity | null;
}

export interface Arrangement {
  readonly boxes: readonly Mark[];
  readonly signs: readonly Mark[];
  readonly clusters: readonly Cluster[];
}

const isOpen = (mark: Mark): boolean => mark.state === 'not_verified' || mark.state === 'confirmed';

function clusterOf(marks: readonly Mark[]): Cluster {
  let x = 0;
  let y = 0;
  let worst: Severity | null = null;
  for (const mark of marks) {
    x += mark.box.x + mark.box.width / 2;
    y += mark.box.y + mark.box.height / 2;
    if (isOpen(mark) && (worst === null || compareSeverity(mark.severity, worst) > 0)) worst = mark.severity;
  }
  return { at: { x: x / marks.length, y: y / marks.length }, count: marks.length, worst };
}

/** Side of a cell, board pixels, at `scale` CSS pixels per board pixel. */
export const cellOf = (scale: number): number => 2 ** Math.ceil(Math.log2(cellSide / scale));

/** `marks`: those to draw; `scale`: CSS pixels per board pixel. Every mark is in exactly one group. */
export function arrange(marks: readonly Mark[], scale: number): Arrangement {
  const boxes: Mark[] = [];
  const cells = new Map<number, Mark[]>();
  const side = cellOf(scale);
  const smallest = marks.length > crowd ? smallestBoxInCrowd : smallestBox;
  for (const mark of marks) {
    const { x, y, width, height } = mark.box;
    if (Math.max(width, height) * scale >= smallest) {
      boxes.push(mark);
      continue;
    }
    // Boards have fewer than 2²⁰ cells across: one number names a cell.
    const cell = Math.floor((y + height / 2) / side) * 1_048_576 + Math.floor((x + width / 2) / side);
    const others = cells.get(cell);
    if (others === undefined) cells.set(cell, [mark]);
    else others.push(mark);
  }
  const signs: Mark[] = [];
  const clusters: Cluster[] = [];
  for (const group of cells.values()) {
    if (group.length <= mostSigns) signs.push(...group);
    else clusters.push(clusterOf(group));
  }
  return { boxes, signs, clusters };
}

/** Above every severity. */
const openWorth = severities.length;
/** Above every box's area in board pixels. */
const severityWorth = 2 ** 40;

/** The larger, the more its label is worth: to decide, then worse, then larger boxes. One number, for quick sorting. */
export function labelWorth({ state, severity, box }: Mark): number {
  const rank = severities.indexOf(severity) + (state === 'not_verified' ? openWorth : 0);
  return rank * severityWorth + box.width * box.height;
}

/** Places labels one after the other; one that would cover a placed one or what is reserved is left out. */
export function createLabelPlaces(reserved: readonly Box[]): { take(box: Box): boolean } {
  const taken = [...reserved];
  return {
    take(box) {
      for (const other of taken)
        if (
          box.x < other.x + other.width &&
          other.x < box.x + box.width &&
          box.y < other.y + other.height &&
          other.y < box.y + box.height
        )
          return false;
      taken.push(box);
      return true;
    },
  };
}
