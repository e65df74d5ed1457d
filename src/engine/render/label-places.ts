import type { Box } from '../../core/detection/box.ts';
import { BoxGrid } from './box-grid.ts';

export interface LabelToPlace {
  /** What it belongs to, with everything that is drawn around it. Pixels of the picture. */
  readonly frame: Box;
  /** Of the plate that it is written on, whole pixels. */
  readonly width: number;
  readonly height: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Leader {
  readonly from: Point;
  readonly to: Point;
}

export interface PlacedLabel {
  readonly plate: Box;
  /** From the plate to its frame, where it could not stand beside it. */
  readonly leader: Leader | null;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Pixels between two plates, and between a plate and another label's leader. */
const gap = 2;
/** A frame that would hold so many plates is walked over: a label may stand in it, not on its line. */
const platesInLarge = 16;
/** Width of a frame's line that is kept free, pixels. */
const lineWidth = 4;
/** Directions in which a label is pushed away, the nearest to its usual place first, in turns of a sixteenth. */
const directions = [-4, -3, -5, -2, -6, -1, -7, 0, 8, 1, 7, 2, 6, 3, 5, 4].map((turn) => (turn * Math.PI) / 8);
/** How far it is pushed, in heights of a plate: farther, nobody finds what it belongs to. */
const farthest = 24;
/** A leader is looked at in pieces of so many pixels. */
const piece = 4;

/**
 * How much is kept clear of other marks, most first. `all`: their frames, plates and leaders, by plate and leader alike.
 * `plates`: the same by the plate; by the leader their plates alone. `plate`: nothing by the leader, which plates then may
 * hide in part. `least`: other plates and leaders, by the plate.
 */
const cares = ['all', 'plates', 'plate', 'least'] as const;
type Care = (typeof cares)[number];

interface Frame {
  readonly box: Box;
  readonly of: number;
  readonly isLine: boolean;
}

/**
 * A place for each label, the first with the first choice: above its frame, below it, beside it, or pushed away with a
 * line to it. No plate covers another, and as long as there is another place within reach, none covers a frame or a line.
 * Null where there is no place at all: over one another, neither could be read.
 */
export function placeLabels(labels: readonly LabelToPlace[], picture: Size): readonly (PlacedLabel | null)[] {
  const plateArea = Math.max(0, ...labels.map(({ width, height }) => width * height));
  const frames = new BoxGrid<Frame>();
  for (const [of, { frame }] of labels.entries()) {
    const box = within(frame, picture);
    if (box === null) continue;
    const isLarge = box.width * box.height > platesInLarge * plateArea;
    for (const part of isLarge ? linesOf(box) : [box]) frames.add({ box: part, of, isLine: isLarge });
  }
  const plates = new BoxGrid<{ readonly box: Box }>();
  /** In pieces. */
  const leaders = new BoxGrid<{ readonly box: Box }>();

  const isFree = (plate: Box, care: Care): boolean => {
    const around = grow(plate, gap);
    return (
      lies(plate, picture) &&
      !plates.meets(around) &&
      !leaders.meets(around) &&
      (care === 'least' || !frames.meets(plate))
    );
  };
  const isOpen = (leader: Leader, of: number, care: Care): boolean => {
    if (care === 'plate' || care === 'least') return true;
    const pieces = piecesOf(leader);
    if (pieces.some((box) => plates.meets(box))) return false;
    const crosses = (box: Box): boolean => leaders.meets(box) || frames.meets(box, (it) => it.isLine || it.of === of);
    return care === 'plates' || !pieces.some(crosses);
  };
  const find = (label: LabelToPlace, of: number, care: Care): PlacedLabel | null => {
    for (const plate of besides(label, picture)) if (isFree(plate, care)) return { plate, leader: null };
    for (const plate of away(label)) {
      if (!isFree(plate, care)) continue;
      const leader = leaderOf(plate, label.frame);
      if (isOpen(leader, of, care)) return { plate, leader };
    }
    return null;
  };

  return labels.map((label, of) => {
    for (const care of cares) {
      const found = find(label, of, care);
      if (found === null) continue;
      plates.add({ box: found.plate });
      if (found.leader !== null) for (const box of piecesOf(found.leader)) leaders.add({ box });
      return found;
    }
    return null;
  });
}

/** Places that touch the frame, the usual one first; along its sides moved to lie in the picture. */
function besides({ frame, width, height }: LabelToPlace, picture: Size): readonly Box[] {
  const [right, bottom] = [frame.x + frame.width, frame.y + frame.height];
  const [above, below] = [Math.floor(frame.y) - height, Math.ceil(bottom)];
  const [before, after] = [Math.floor(frame.x) - width, Math.ceil(right)];
  const alongX = (x: number): number => Math.round(Math.max(0, Math.min(x, picture.width - width)));
  const alongY = (y: number): number => Math.round(Math.max(0, Math.min(y, picture.height - height)));
  const places: readonly Point[] = [
    { x: alongX(frame.x), y: above },
    { x: alongX(frame.x), y: below },
    { x: alongX(right - width), y: above },
    { x: alongX(right - width), y: below },
    { x: after, y: alongY(frame.y) },
    { x: before, y: alongY(frame.y) },
    { x: after, y: alongY(bottom - height) },
    { x: before, y: alongY(bottom - height) },
    // In a frame that is as large as the picture.
    { x: alongX(frame.x + lineWidth), y: alongY(frame.y + lineWidth) },
    { x: alongX(right - lineWidth - width), y: alongY(bottom - lineWidth - height) },
  ];
  return places.map(({ x, y }) => ({ x, y, width, height }));
}

/** Places farther and farther from the frame, all around it. */
function* away({ frame, width, height }: LabelToPlace): Iterable<Box> {
  const [middleX, middleY] = [frame.x + frame.width / 2, frame.y + frame.height / 2];
  for (let step = 1; step <= farthest; step += 1)
    for (const direction of directions) {
      const x = middleX + Math.cos(direction) * ((frame.width + width) / 2 + step * height) - width / 2;
      const y = middleY + Math.sin(direction) * ((frame.height + height) / 2 + step * height) - height / 2;
      yield { x: Math.round(x), y: Math.round(y), width, height };
    }
}

/** From the plate's point that is nearest to the frame to the frame's point that is nearest to it. */
function leaderOf(plate: Box, frame: Box): Leader {
  const middle = { x: frame.x + frame.width / 2, y: frame.y + frame.height / 2 };
  const from = nearest(plate, middle);
  return { from, to: nearest(frame, from) };
}

const nearest = ({ x, y, width, height }: Box, to: Point): Point => ({
  x: Math.max(x, Math.min(to.x, x + width)),
  y: Math.max(y, Math.min(to.y, y + height)),
});

/** Between its ends, which touch what it joins. */
function piecesOf({ from, to }: Leader): readonly Box[] {
  const count = Math.max(1, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / piece));
  return Array.from({ length: count - 1 }, (_, at) => {
    const share = (at + 1) / count;
    const [x, y] = [from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share];
    return { x: x - 1, y: y - 1, width: 2, height: 2 };
  });
}

const linesOf = ({ x, y, width, height }: Box): readonly Box[] => [
  { x, y, width, height: lineWidth },
  { x, y: y + height - lineWidth, width, height: lineWidth },
  { x, y, width: lineWidth, height },
  { x: x + width - lineWidth, y, width: lineWidth, height },
];

const grow = ({ x, y, width, height }: Box, by: number): Box => ({
  x: x - by,
  y: y - by,
  width: width + 2 * by,
  height: height + 2 * by,
});

/** In the picture; or, where it is larger than that, from its beginning on. */
const lies = ({ x, y, width, height }: Box, picture: Size): boolean =>
  x >= 0 && y >= 0 && (x === 0 || x + width <= picture.width) && (y === 0 || y + height <= picture.height);

/** What the picture has of it. */
function within({ x, y, width, height }: Box, picture: Size): Box | null {
  const [left, top] = [Math.max(0, x), Math.max(0, y)];
  const [right, bottom] = [Math.min(picture.width, x + width), Math.min(picture.height, y + height)];
  return right > left && bottom > top ? { x: left, y: top, width: right - left, height: bottom - top } : null;
}
