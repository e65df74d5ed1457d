import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Detection } from './box.ts';
import { intersection, iou } from './geometry.ts';
import { type MergeRules, mergeDetections } from './merge.ts';
import type { TileDetection } from './seams.ts';
import { anyDetection, shuffled } from './testing/arbitraries.ts';
import { innerSides, planTiles, touchesSeam } from './tiling.ts';

const rules: MergeRules = {
  nmsIou: 0.33,
  crossType: { minIou: 0.33, factor: 0 },
  thresholds: [0.1, 0.1, 0.1],
  minAreaPx: 0,
  regions: [],
};
const frame = { width: 400, height: 300, toGolden: null };
const tile = { width: 100, height: 100 };

/** What a perfect model would see of the flaws in each tile: every flaw that reaches into it, cut at its edges. */
function seenInTiles(flaws: readonly Detection[]): TileDetection[] {
  const plan = planTiles(frame, tile, 32);
  return plan.tiles.flatMap((place) =>
    flaws
      .filter(({ box }) => intersection(box, place) > 0)
      .map((flaw) => {
        const x = Math.max(flaw.box.x, place.x);
        const y = Math.max(flaw.box.y, place.y);
        const box = {
          x,
          y,
          width: Math.min(flaw.box.x + flaw.box.width, place.x + place.width) - x,
          height: Math.min(flaw.box.y + flaw.box.height, place.y + place.height) - y,
        };
        return { ...flaw, box, cut: touchesSeam(box, place, innerSides(place, plan), 0) };
      }),
  );
}

const byPlace = (a: Detection, b: Detection): number => a.box.y - b.box.y || a.box.x - b.box.x;

describe('merging tiles', () => {
  it('gives what one look at the whole board would have given', () => {
    // One flaw per cell of 80 px, 8 px apart at least, so that only seams can make two of one.
    const flaw = fc.record({
      cell: fc.integer({ min: 0, max: 14 }),
      width: fc.integer({ min: 3, max: 72 }),
      height: fc.integer({ min: 3, max: 72 }),
      classIndex: fc.integer({ min: 0, max: 2 }),
      percent: fc.integer({ min: 20, max: 100 }),
    });
    fc.assert(
      fc.property(fc.uniqueArray(flaw, { maxLength: 15, selector: ({ cell }) => cell }), (placed) => {
        const flaws = placed.map(({ cell, width, height, classIndex, percent }) => ({
          box: { x: (cell % 5) * 80, y: Math.floor(cell / 5) * 80, width, height },
          confidence: percent / 100,
          classIndex,
        }));
        const merged = mergeDetections(seenInTiles(flaws), frame, rules);
        expect([...merged].sort(byPlace)).toEqual([...flaws].sort(byPlace));
      }),
    );
  });

  it('unites the parts of a defect that is longer than a tile', () => {
    const scratch = { box: { x: 5, y: 50, width: 390, height: 6 }, confidence: 0.7, classIndex: 1 };
    const parts = seenInTiles([scratch]);
    expect(parts.length).toBeGreaterThan(4);
    expect(mergeDetections(parts, frame, rules)).toEqual([scratch]);
  });

  it('prefers the whole box to a more confident one that a seam cut', () => {
    const whole = { box: { x: 60, y: 10, width: 30, height: 20 }, confidence: 0.6, classIndex: 0, cut: false };
    const cut = { box: { x: 60, y: 10, width: 20, height: 20 }, confidence: 0.9, classIndex: 0, cut: true };
    const expected = [{ box: whole.box, confidence: 0.6, classIndex: 0 }];
    expect(mergeDetections([cut, whole], frame, rules)).toEqual(expected);
  });

  it('takes a cut box for the whole one of its type that covers half of it, and for a flaw of its own where less', () => {
    const whole = { box: { x: 60, y: 10, width: 10, height: 20 }, confidence: 0.6, classIndex: 0, cut: false };
    const cut = (width: number) => ({ ...whole, box: { ...whole.box, width }, cut: true });
    const widths = (part: TileDetection) =>
      mergeDetections([whole, part], frame, { ...rules, nmsIou: 1 }).map(({ box }) => box.width);
    expect(widths(cut(20))).toEqual([10]);
    expect(widths(cut(21)).sort()).toEqual([10, 21]);
  });

  it('does not depend on the order in which tiles finish', () => {
    const seen = fc.tuple(anyDetection(60), fc.boolean()).map(([detection, cut]) => ({ ...detection, cut }));
    fc.assert(
      fc.property(shuffled(seen, 40), ([one, other]) => {
        expect(mergeDetections(other, frame, rules)).toEqual(mergeDetections(one, frame, rules));
      }),
    );
  });

  it('changes nothing when its result is merged again, and leaves one type at a place', () => {
    const seen = fc.tuple(anyDetection(60), fc.boolean()).map(([detection, cut]) => ({ ...detection, cut }));
    fc.assert(
      fc.property(fc.array(seen, { maxLength: 40 }), (all) => {
        const once = mergeDetections(all, frame, rules);
        const again = mergeDetections(
          once.map((detection) => ({ ...detection, cut: false })),
          frame,
          rules,
        );
        expect(again).toEqual(once);
        for (const [i, a] of once.entries()) {
          for (const b of once.slice(i + 1)) expect(iou(a.box, b.box)).toBeLessThanOrEqual(0.33);
        }
      }),
    );
  });
});

describe('what is kept', () => {
  const at = (x: number, size: number, confidence = 0.5, classIndex = 0): TileDetection => ({
    box: { x, y: 10, width: size, height: size },
    confidence,
    classIndex,
    cut: false,
  });
  const places = (detections: readonly TileDetection[], changes: Partial<MergeRules>, toGolden = frame): number[] =>
    mergeDetections(detections, toGolden, { ...rules, ...changes }).map(({ box }) => box.x);

  it('has the confidence and the area that its class and the recipe ask for', () => {
    expect(places([at(0, 9, 0.5, 0), at(50, 9, 0.5, 1)], { thresholds: [0.5, 0.51] })).toEqual([0]);
    expect(places([at(0, 9, 0.99, 2)], { thresholds: [0.5, 0.51] })).toEqual([]);
    expect(places([at(0, 4), at(50, 5)], { minAreaPx: 20 })).toEqual([50]);
    expect(places([at(0, 4), at(50, 5)], { minAreaPx: 25 })).toEqual([50]);
  });

  it('is not hidden by what does not count: another type below its own limit, a box too small or outside the regions', () => {
    const weak = at(50, 20, 0.35, 0);
    const kept = (rival: TileDetection, changes: Partial<MergeRules>) =>
      mergeDetections([weak, rival], frame, { ...rules, ...changes }).map(({ classIndex }) => classIndex);
    const strict = { thresholds: [0.3, 0.7] };
    expect(kept(at(50, 20, 0.63, 1), strict)).toEqual([0]);
    expect(kept(at(50, 20, 0.71, 1), strict)).toEqual([1]);
    expect(kept(at(50, 18, 0.63, 1), { minAreaPx: 400 })).toEqual([0]);
    const box = { x: 0, y: 0, width: 60.5, height: 300 };
    const outside = { ...at(50, 20, 0.9, 0), box: { ...weak.box, width: 23 } };
    expect(kept(outside, { regions: [{ kind: 'include', box }] })).toEqual([0]);
  });

  it('lies in the inspected regions, by its middle', () => {
    const region = (kind: 'include' | 'exclude', x: number, width: number) => ({
      kind,
      box: { x, y: 0, width, height: 300 },
    });
    const three = [at(0, 10), at(100, 10), at(200, 10)];
    expect(places(three, { regions: [region('include', 90, 130)] })).toEqual([100, 200]);
    expect(places(three, { regions: [region('exclude', 90, 20)] })).toEqual([0, 200]);
    expect(places(three, { regions: [region('include', 0, 400), region('exclude', 205, 9)] })).toEqual([0, 100]);
  });

  it('is looked up where the golden lies when the board is shifted, turned or scaled', () => {
    const regions = [{ kind: 'include' as const, box: { x: 110, y: 0, width: 20, height: 300 } }];
    const shifted = { ...frame, toGolden: { dx: 20, dy: 0, angle: 0, scale: 1 } };
    expect(places([at(95, 10), at(115, 10)], { regions })).toEqual([115]);
    expect(mergeDetections([at(95, 10), at(115, 10)], shifted, { ...rules, regions })[0]?.box.x).toBe(95);
  });
});
