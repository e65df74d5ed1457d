import Flatbush from 'flatbush';
import type { Box } from './box.ts';

/** Finds, among a fixed list of boxes, those that meet a given box: the positions in the list, in no particular order. */
export type BoxSearch = (around: Box, accept: (position: number) => boolean) => number[];

/**
 * Builds a packed R-tree (flatbush) over the boxes, so that finding neighbours costs about log n instead of n.
 * Boxes that only touch are found as well.
 */
export function indexBoxes(boxes: readonly Box[]): BoxSearch {
  if (boxes.length === 0) return () => [];
  const tree = new Flatbush(boxes.length);
  for (const box of boxes) tree.add(box.x, box.y, box.x + box.width, box.y + box.height);
  tree.finish();
  return (around, accept) => tree.search(around.x, around.y, around.x + around.width, around.y + around.height, accept);
}
