import fc from 'fast-check';
import type { Box, Detection } from '../box.ts';

/** Boxes on a grid of quarter pixels, so that areas are exact and edges often coincide. */
export const anyBox = (side: number): fc.Arbitrary<Box> =>
  fc
    .record({
      x: fc.integer({ min: 0, max: side * 4 }),
      y: fc.integer({ min: 0, max: side * 4 }),
      width: fc.integer({ min: 1, max: side }),
      height: fc.integer({ min: 1, max: side }),
    })
    .map(({ x, y, width, height }) => ({ x: x / 4, y: y / 4, width: width / 4, height: height / 4 }));

/** Confidences in steps of 1 %, so that ties happen. */
export const anyDetection = (side: number): fc.Arbitrary<Detection> =>
  fc.record({
    box: anyBox(side),
    confidence: fc.integer({ min: 1, max: 100 }).map((percent) => percent / 100),
    classIndex: fc.integer({ min: 0, max: 2 }),
  });

/** A list and the same list in another order. */
export const shuffled = <T>(item: fc.Arbitrary<T>, maxLength: number): fc.Arbitrary<readonly [T[], T[]]> =>
  fc
    .array(item, { maxLength })
    .chain((items) => fc.shuffledSubarray(items, { minLength: items.length }).map((other) => [items, other] as const));
