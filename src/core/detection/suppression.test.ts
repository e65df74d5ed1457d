import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { iou } from './geometry.ts';
import { decayAcrossTypes, suppressWithinTypes } from './suppression.ts';
import { anyDetection, shuffled } from './testing/arbitraries.ts';

const crowd = shuffled(anyDetection(30), 40);
const at = (x: number, classIndex: number, confidence: number) => ({
  box: { x, y: 0, width: 10, height: 10 },
  confidence,
  classIndex,
});

describe('suppression within types', () => {
  it('does not depend on the order, changes nothing the second time and leaves no rivals', () => {
    fc.assert(
      fc.property(crowd, ([one, other]) => {
        const kept = suppressWithinTypes(one, 0.33);
        expect(suppressWithinTypes(other, 0.33)).toEqual(kept);
        expect(suppressWithinTypes(kept, 0.33)).toEqual(kept);
        for (const [i, a] of kept.entries()) {
          for (const b of kept.slice(i + 1)) {
            if (a.classIndex === b.classIndex) expect(iou(a.box, b.box)).toBeLessThanOrEqual(0.33);
          }
        }
      }),
    );
  });

  it('drops a box only for a better one of its type that overlaps it', () => {
    fc.assert(
      fc.property(crowd, ([all]) => {
        const kept = suppressWithinTypes(all, 0.33);
        for (const lost of all.filter((detection) => !kept.includes(detection))) {
          expect(
            kept.some(
              (better) =>
                better.classIndex === lost.classIndex &&
                better.confidence >= lost.confidence &&
                iou(better.box, lost.box) > 0.33,
            ),
          ).toBe(true);
        }
      }),
    );
  });

  it('is done with 40,000 boxes before a board waits for it', () => {
    const many = Array.from({ length: 40_000 }, (_, i) => ({
      box: { x: (i % 200) * 20, y: Math.floor(i / 200) * 20, width: 24, height: 24 },
      confidence: ((i * 7919) % 1000) / 1000,
      classIndex: i % 3,
    }));
    expect(suppressWithinTypes(many, 0.33)).toHaveLength(many.length);
  });
});

describe('decay across types', () => {
  const rule = { minIou: 0.33, factor: 0.25 };

  it('lowers the weaker of two types at one place, once', () => {
    const decayed = decayAcrossTypes([at(0, 0, 0.8), at(1, 1, 0.6), at(2, 2, 0.4), at(50, 1, 0.5)], rule);
    expect(decayed.map(({ classIndex, confidence }) => [classIndex, confidence])).toEqual([
      [0, 0.8],
      [1, 0.5],
      [1, 0.15],
      [2, 0.1],
    ]);
  });

  it('removes nothing and does not depend on the order', () => {
    fc.assert(
      fc.property(crowd, ([one, other]) => {
        const decayed = decayAcrossTypes(one, rule);
        expect(decayed).toHaveLength(one.length);
        expect(decayAcrossTypes(other, rule)).toEqual(decayed);
      }),
    );
  });
});
