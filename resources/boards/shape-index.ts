import {
  boxOfPoints,
  type CopperEdit,
  copperBox,
  type Layout,
  type Pad,
  type Plane,
  type SilkLine,
  type Trace,
} from './board-model.ts';
import { type Box, overlaps } from './geometry.ts';

/** What is to be drawn of a board within some box. */
export interface Shapes {
  readonly traces: readonly Trace[];
  readonly pads: readonly Pad[];
  readonly planes: readonly Plane[];
  readonly silk: readonly SilkLine[];
  readonly edits: readonly CopperEdit[];
}

/** Finds the shapes near a box without going through the whole board. */
export interface ShapeIndex {
  readonly layout: Layout;
  /** Shapes whose boxes touch `box` (pixels of the golden image), in drawing order. */
  within(box: Box): Shapes;
}

/** Index a layout with its defects. */
export function indexShapes(layout: Layout, edits: readonly CopperEdit[]): ShapeIndex {
  const traces = sorted(layout.traces, copperBox);
  const pads = sorted(layout.pads, copperBox);
  const planes = sorted(layout.planes, copperBox);
  const silk = sorted(layout.silk, (line) => boxOfPoints([line.points], line.width / 2));
  const faults = sorted(edits, (edit) => boxOfPoints([edit.ring], 1));
  return {
    layout,
    within: (box) => ({
      traces: traces(box),
      pads: pads(box),
      planes: planes(box),
      silk: silk(box),
      edits: faults(box),
    }),
  };
}

const stripe = 256;

/** Shapes in horizontal stripes; a shape is listed in every stripe it touches. */
function sorted<T>(shapes: readonly T[], boxOf: (shape: T) => Box): (box: Box) => T[] {
  const boxes = shapes.map(boxOf);
  const stripes = new Map<number, number[]>();
  boxes.forEach((box, index) => {
    for (let s = Math.floor(box.y / stripe); s <= Math.floor((box.y + box.height) / stripe); s++) {
      const list = stripes.get(s);
      if (list === undefined) stripes.set(s, [index]);
      else list.push(index);
    }
  });
  return (box) => {
    const found = new Set<number>();
    for (let s = Math.floor(box.y / stripe); s <= Math.floor((box.y + box.height) / stripe); s++) {
      for (const index of stripes.get(s) ?? []) if (overlaps(boxes[index]!, box)) found.add(index);
    }
    return [...found].sort((first, second) => first - second).map((index) => shapes[index]!);
  };
}
