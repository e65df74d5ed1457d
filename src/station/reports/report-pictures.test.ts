import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { surroundings } from './report-pictures.ts';

describe('surroundings', () => {
  it('are a square inside the image around the defect', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 64, max: 4000 }),
        fc.integer({ min: 64, max: 4000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (imageWidth, imageHeight, u, v) => {
          const box = { x: u * (imageWidth - 10), y: v * (imageHeight - 10), width: 10, height: 10 };
          const crop = surroundings(box, imageWidth, imageHeight);
          expect(crop.width).toBe(crop.height);
          expect(crop.x).toBeGreaterThanOrEqual(0);
          expect(crop.y).toBeGreaterThanOrEqual(0);
          expect(crop.x + crop.width).toBeLessThanOrEqual(imageWidth);
          expect(crop.y + crop.height).toBeLessThanOrEqual(imageHeight);
          expect(crop.x).toBeLessThanOrEqual(box.x + 1);
          expect(crop.x + crop.width).toBeGreaterThanOrEqual(box.x + 9);
        },
      ),
    ));
});
