import type { Proposal } from './fault-proposals.ts';
import { boxAround, grow, type Point } from './geometry.ts';
import { cutOut, isCopper, labelAreas, type MaskBlock, pixelsInside } from './mask-block.ts';

/** Copper around a fault that is looked at, in pixels. */
const surroundings = 24;
/** Fewest pixels that a fault must change to be worth finding. */
const leastArea = 26;

/**
 * Whether a proposed fault does what its type says, tried on the exact copper. Returns the pixels' outline that
 * really change (support points, pixel centres), or null.
 */
export function checkFault(block: MaskBlock, proposal: Proposal, scale: number): Point[] | null {
  const before = cutOut(block, grow(boxAround([...proposal.ring, ...(proposal.ends ?? [])]), surroundings * scale));
  const target = proposal.adds ? 1 : 0;
  const changed = pixelsInside(before, proposal.ring).filter((pixel) => before.data[pixel] !== target);
  if (changed.length < leastArea * scale * scale) return null;
  const after: MaskBlock = { ...before, data: before.data.slice() };
  for (const pixel of changed) after.data[pixel] = target;
  if (!inOnePiece(before, changed)) return null;
  return holds(before, after, changed, proposal, scale) ? support(before, changed) : null;
}

function holds(
  before: MaskBlock,
  after: MaskBlock,
  changed: readonly number[],
  proposal: Proposal,
  scale: number,
): boolean {
  const gap = Math.max(2, Math.round(3 * scale));
  switch (proposal.type) {
    case 'open':
      return (
        joined(before, proposal.ends) === true && joined(after, proposal.ends) === false && addsPieces(before, after, 1)
      );
    case 'short':
      return (
        joined(before, proposal.ends) === false &&
        joined(after, proposal.ends) === true &&
        addsPieces(before, after, -1)
      );
    case 'mousebite':
      return (
        addsPieces(before, after, 0) && addsPieces(flipped(before), flipped(after), 0) && thickEnough(after, changed)
      );
    case 'spur':
      return (
        addsPieces(before, after, 0) &&
        addsPieces(flipped(before), flipped(after), 0) &&
        touchesOnePiece(before, changed, gap)
      );
    case 'copper':
      return piecesNear(before, changed, gap + 1).size === 0;
    case 'pin_hole':
      return ringIsCopper(before, changed, Math.max(1, Math.round(1.6 * scale)));
  }
}

/** Whether two places lie on one piece of copper; null when one of them is not on copper. */
function joined(block: MaskBlock, ends: readonly [Point, Point] | null): boolean | null {
  if (ends === null) return null;
  const [first, second] = ends;
  if (!isCopper(block, first.x, first.y) || !isCopper(block, second.x, second.y)) return null;
  const { labels } = labelAreas(block, 1);
  const at = ({ x, y }: Point): number => labels[(Math.floor(y) - block.y) * block.width + Math.floor(x) - block.x]!;
  return at(first) === at(second);
}

function addsPieces(before: MaskBlock, after: MaskBlock, count: number): boolean {
  return labelAreas(after, 1).count - labelAreas(before, 1).count === count;
}

function flipped(block: MaskBlock): MaskBlock {
  return { ...block, data: block.data.map((value) => 1 - value) };
}

function inOnePiece(block: MaskBlock, changed: readonly number[]): boolean {
  const data = new Uint8Array(block.data.length);
  for (const pixel of changed) data[pixel] = 1;
  return labelAreas({ ...block, data }, 1).count === 1;
}

/** A bite leaves at least two more pixels of copper behind it everywhere: it must not look like an open. */
function thickEnough(after: MaskBlock, changed: readonly number[]): boolean {
  const worn: MaskBlock = { ...after, data: after.data.slice() };
  forNeighbours(after, changed, 2, (pixel) => {
    worn.data[pixel] = 0;
  });
  return addsPieces(after, worn, 0);
}

function touchesOnePiece(before: MaskBlock, changed: readonly number[], gap: number): boolean {
  return piecesNear(before, changed, gap).size === 1;
}

function piecesNear(before: MaskBlock, changed: readonly number[], reach: number): Set<number> {
  const { labels } = labelAreas(before, 1);
  const found = new Set<number>();
  forNeighbours(before, changed, reach, (pixel) => {
    if (labels[pixel]! > 0) found.add(labels[pixel]!);
  });
  return found;
}

function ringIsCopper(before: MaskBlock, changed: readonly number[], reach: number): boolean {
  let all = true;
  forNeighbours(before, changed, reach, (pixel) => {
    if (before.data[pixel] === 0) all = false;
  });
  return all;
}

/** Calls back for pixels up to `reach` around some pixels, those included, perhaps more than once. */
function forNeighbours(
  block: MaskBlock,
  pixels: readonly number[],
  reach: number,
  visit: (pixel: number) => void,
): void {
  for (const pixel of pixels) {
    const row = Math.floor(pixel / block.width);
    const column = pixel - row * block.width;
    for (let y = Math.max(0, row - reach); y <= Math.min(block.height - 1, row + reach); y++) {
      for (let x = Math.max(0, column - reach); x <= Math.min(block.width - 1, column + reach); x++) {
        visit(y * block.width + x);
      }
    }
  }
}

/** The pixels' centres farthest out in sixteen directions. */
function support(block: MaskBlock, changed: readonly number[]): Point[] {
  const points = changed.map((pixel) => {
    const row = Math.floor(pixel / block.width);
    return { x: block.x + (pixel - row * block.width) + 0.5, y: block.y + row + 0.5 };
  });
  const hull: Point[] = [];
  for (let direction = 0; direction < 16; direction++) {
    const dx = Math.cos((direction * Math.PI) / 8);
    const dy = Math.sin((direction * Math.PI) / 8);
    let best = points[0]!;
    for (const point of points) if (point.x * dx + point.y * dy > best.x * dx + best.y * dy) best = point;
    if (!hull.includes(best)) hull.push(best);
  }
  return hull;
}
