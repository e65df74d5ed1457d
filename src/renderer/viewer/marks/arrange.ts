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

/** Small marks that lie in one cell, gathered as they come. */
interface Cell {
  /** The first two: all, as long as each is drawn. No list, because there are a thousand cells. */
  readonly first: Mark;
  second: Mark | null;
  count: number;
  /** Sums of their middles, board pixels. */
  x: number;
  y: number;
  worst: Severity | null;
}

/** Side of a cell, board pixels, at `scale` CSS pixels per board pixel. */
export const cellOf = (scale: number): number => 2 ** Math.ceil(Math.log2(cellSide / scale));

/**
 * One number for a cell, small enough not to be a number on the heap: maps of those are several times as slow, and this
 * runs while a person zooms. What a pane shows has fewer than 2¹⁵ cells across and down, so that none shares a number.
 */
const cellKey = (column: number, row: number): number => ((row & 0x7fff) << 15) | (column & 0x7fff);

/** An arrangement in the making: marks can be added bit by bit. */
export interface Arranging {
  add(marks: Iterable<Mark>): void;
  end(): Arrangement;
}

/** `count`: how many marks will be added; `scale`: CSS pixels per board pixel. Every mark is in exactly one group. */
export function startArranging(count: number, scale: number): Arranging {
  const boxes: Mark[] = [];
  const cells = new Map<number, Cell>();
  const side = cellOf(scale);
  const smallest = (count > crowd ? smallestBoxInCrowd : smallestBox) / scale;
  const addSmall = (mark: Mark): void => {
    const { box, severity } = mark;
    const x = box.x + box.width / 2;
    const y = box.y + box.height / 2;
    const key = cellKey(Math.floor(x / side), Math.floor(y / side));
    const cell = cells.get(key);
    if (cell === undefined) {
      cells.set(key, { first: mark, second: null, count: 1, x, y, worst: isOpen(mark) ? severity : null });
      return;
    }
    cell.second ??= mark;
    cell.count += 1;
    cell.x += x;
    cell.y += y;
    if (cell.worst !== severity && isOpen(mark) && (cell.worst === null || compareSeverity(severity, cell.worst) > 0))
      cell.worst = severity;
  };
  return {
    add(marks) {
      for (const mark of marks) {
        if (mark.box.width >= smallest || mark.box.height >= smallest) boxes.push(mark);
        else addSmall(mark);
      }
    },
    end() {
      const signs: Mark[] = [];
      const clusters: Cluster[] = [];
      for (const { first, second, count: among, x, y, worst } of cells.values()) {
        if (among > 2) {
          clusters.push({ at: { x: x / among, y: y / among }, count: among, worst });
          continue;
        }
        signs.push(first);
        if (second !== null) signs.push(second);
      }
      return { boxes, signs, clusters };
    },
  };
}

/** All in one go. */
export function arrange(marks: readonly Mark[], scale: number): Arrangement {
  const arranging = startArranging(marks.length, scale);
  arranging.add(marks);
  return arranging.end();
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
