/**
 * Level of detail: which marks are drawn as boxes, which as signs, which together as one count. Pure.
 * Small marks that lie close are counted per cell of a grid that belongs to the board, so that counts do not swim
 * while the board is moved.
 */
import type { Box } from '../../../core/detection/box.ts';
import { type Severity, severities, type Verification } from '../../../core/inspection/vocabulary.ts';
import type { Point } from '../space/point.ts';
import type { Mark } from './mark.ts';

/** A mark whose longer side is at least this many CSS pixels is drawn as a box. */
const smallestBox = 9;
/** The same where many marks are in sight: small boxes side by side are neither read nor drawn quickly. */
const smallestBoxInCrowd = 20;
const crowd = 800;
export const isCrowd = (count: number): boolean => count > crowd;
/** Side of a grid cell in CSS pixels, before it is rounded to a power of two of board pixels. */
const cellSide = 30;
/** Small marks in one cell that are each drawn as a sign; more are counted. */
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

const isOpen = (state: Verification): boolean => state === 'not_verified' || state === 'confirmed';

/** Side of a cell, board pixels, at `scale` CSS pixels per board pixel. */
export const cellOf = (scale: number): number => 2 ** Math.ceil(Math.log2(cellSide / scale));

/** One number for a cell. What a pane shows has fewer than 2¹⁵ cells across and down, so that none shares a number. */
const cellKey = (column: number, row: number): number => ((row & 0x7fff) << 15) | (column & 0x7fff);

/** The number of a cell by its key, in the order in which cells are met. */
interface CellNumbers {
  of(key: number): number;
  readonly count: () => number;
}

/** An open hash in typed arrays: a Map of keys takes several times as long, and this runs while a person zooms. */
function createCellNumbers(most: number): CellNumbers {
  const bits = Math.ceil(Math.log2(2 * most + 2));
  const slots = 2 ** bits;
  const keys = new Int32Array(slots);
  /** 0 where a slot is free, else the cell's number + 1. */
  const numbers = new Int32Array(slots);
  let count = 0;
  return {
    of(key) {
      // Knuth's multiplicative hash: the upper bits of the product depend on the whole key.
      let slot = Math.imul(key, 0x9e3779b1) >>> (32 - bits);
      while (numbers[slot] !== 0) {
        if (keys[slot] === key) return numbers[slot]! - 1;
        slot = (slot + 1) & (slots - 1);
      }
      keys[slot] = key;
      count += 1;
      numbers[slot] = count;
      return count - 1;
    },
    count: () => count,
  };
}

/** Marks that are looked at in one step of arranging. */
const step = 1000;

/**
 * `scale`: CSS pixels per board pixel. Every mark is in exactly one group. Yields after each bit of work, which takes a
 * few tenths of a millisecond before the program has warmed up.
 */
export function* arrangeInSteps(marks: readonly Mark[], scale: number): Generator<void, Arrangement> {
  const side = cellOf(scale);
  const smallest = (isCrowd(marks.length) ? smallestBoxInCrowd : smallestBox) / scale;
  const boxes: Mark[] = [];
  const small: Mark[] = [];
  for (const mark of marks) {
    if (mark.box.width >= smallest || mark.box.height >= smallest) boxes.push(mark);
    else small.push(mark);
  }
  yield;

  const cells = createCellNumbers(small.length);
  const cellOfMark = new Int32Array(small.length);
  const counts = new Int32Array(small.length);
  /** Sums of their middles, board pixels. */
  const sumX = new Float64Array(small.length);
  const sumY = new Float64Array(small.length);
  /** Position in `severities` + 1; 0 while all are settled. */
  const worst = new Int8Array(small.length);
  for (let place = 0; place < small.length; place += 1) {
    if (place > 0 && place % step === 0) yield;
    const { box, severity, state } = small[place]!;
    const x = box.x + box.width / 2;
    const y = box.y + box.height / 2;
    const cell = cells.of(cellKey(Math.floor(x / side), Math.floor(y / side)));
    cellOfMark[place] = cell;
    counts[cell]! += 1;
    sumX[cell]! += x;
    sumY[cell]! += y;
    if (isOpen(state)) worst[cell] = Math.max(worst[cell]!, severities.indexOf(severity) + 1);
  }
  yield;

  const signs = small.filter((_, place) => counts[cellOfMark[place]!]! <= mostSigns);
  const clusters: Cluster[] = [];
  for (let cell = 0; cell < cells.count(); cell += 1) {
    const count = counts[cell]!;
    if (count <= mostSigns) continue;
    const at = { x: sumX[cell]! / count, y: sumY[cell]! / count };
    clusters.push({ at, count, worst: severities[worst[cell]! - 1] ?? null });
  }
  return { boxes, signs, clusters };
}

/** All in one go. */
export function arrange(marks: readonly Mark[], scale: number): Arrangement {
  const steps = arrangeInSteps(marks, scale);
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
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
