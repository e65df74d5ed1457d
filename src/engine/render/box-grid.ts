import type { Box } from '../../core/detection/box.ts';

/** Side of a cell in pixels: about a label. */
const cell = 64;

/** Boxes, found by where they lie. Coordinates in pixels of a picture, whose cells are few enough to name by one number. */
export class BoxGrid<Item extends { readonly box: Box }> {
  readonly #cells = new Map<number, Item[]>();

  add(item: Item): void {
    for (const key of keysOf(item.box)) {
      const there = this.#cells.get(key);
      if (there === undefined) this.#cells.set(key, [item]);
      else there.push(item);
    }
  }

  /** Whether one of them overlaps the box by more than an edge, and is not let pass. */
  meets(box: Box, isLetPass: (item: Item) => boolean = () => false): boolean {
    for (const key of keysOf(box))
      if (this.#cells.get(key)?.some((item) => overlap(item.box, box) && !isLetPass(item))) return true;
    return false;
  }
}

export const overlap = (one: Box, other: Box): boolean =>
  one.x < other.x + other.width &&
  other.x < one.x + one.width &&
  one.y < other.y + other.height &&
  other.y < one.y + one.height;

function* keysOf({ x, y, width, height }: Box): Iterable<number> {
  const [left, right] = [Math.floor(x / cell), Math.floor((x + width) / cell)];
  const [top, bottom] = [Math.floor(y / cell), Math.floor((y + height) / cell)];
  for (let row = top; row <= bottom; row += 1)
    for (let column = left; column <= right; column += 1) yield row * 65_536 + column;
}
