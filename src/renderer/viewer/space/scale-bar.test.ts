import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roundLength, scaleBar } from './scale-bar.ts';

describe('the scale bar', () => {
  it.each([
    [0.019, 0.01],
    [1, 1],
    [1.99, 1],
    [4.9, 2],
    [5, 5],
    [1000, 1000],
    [9999, 5000],
  ])('rounds %d down to %d', (limit, length) => {
    expect(roundLength(limit)).toBeCloseTo(length, 9);
  });

  it('fits into its room and fills at least a third of it', () => {
    const scale = fc.double({ min: 0.01, max: 48, noNaN: true });
    const mmPerPx = fc.option(fc.double({ min: 0.0005, max: 0.5, noNaN: true }));
    fc.assert(
      fc.property(scale, mmPerPx, (zoom, known) => {
        const bar = scaleBar(zoom, known, 120);
        expect(bar.width).toBeLessThanOrEqual(120.0001);
        expect(bar.width).toBeGreaterThan(120 / 3);
      }),
    );
  });

  it('counts millimetres where the recipe knows them, micrometres close up, pixels otherwise', () => {
    expect(scaleBar(1, 1 / 48, 120)).toMatchObject({ length: 2, unit: 'mm', width: 96 });
    expect(scaleBar(40, 1 / 48, 120)).toMatchObject({ length: 50, unit: 'µm' });
    expect(scaleBar(0.5, null, 120)).toEqual({ length: 200, unit: 'px', width: 100 });
  });
});
