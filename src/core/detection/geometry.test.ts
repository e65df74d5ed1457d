import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { area, clipToImage, coveredBy, intersection, iou, union } from './geometry.ts';
import { anyBox } from './testing/arbitraries.ts';

const pair = fc.tuple(anyBox(40), anyBox(40));

describe('boxes', () => {
  it('have an IoU that is symmetric, 1 with themselves and within 0..1', () => {
    fc.assert(
      fc.property(pair, ([a, b]) => {
        expect(iou(a, b)).toBe(iou(b, a));
        expect(iou(a, a)).toBe(1);
        expect(iou(a, b)).toBeGreaterThanOrEqual(0);
        expect(iou(a, b)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('lie in their union, which their intersection never exceeds', () => {
    fc.assert(
      fc.property(pair, ([a, b]) => {
        const both = union(a, b);
        expect(coveredBy(a, both)).toBe(1);
        expect(coveredBy(b, both)).toBe(1);
        expect(intersection(a, b)).toBeLessThanOrEqual(Math.min(area(a), area(b)));
      }),
    );
  });

  it('that only touch share nothing', () => {
    const a = { x: 0, y: 0, width: 10, height: 10 };
    expect(iou(a, { x: 10, y: 0, width: 10, height: 10 })).toBe(0);
    expect(iou(a, { x: 5, y: 0, width: 10, height: 10 })).toBeCloseTo(1 / 3);
  });

  it('are clipped to the image, to nothing outside it', () => {
    expect(clipToImage({ x: -5, y: 2, width: 10, height: 10 }, 8, 8)).toEqual({ x: 0, y: 2, width: 5, height: 6 });
    expect(area(clipToImage({ x: 20, y: 2, width: 10, height: 10 }, 8, 8))).toBe(0);
  });
});
