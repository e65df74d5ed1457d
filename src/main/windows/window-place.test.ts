import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Bounds, placeWindow, smallestWindow } from './window-place.ts';

const laptop: Bounds = { x: 0, y: 0, width: 1920, height: 1040 };
const external: Bounds = { x: 1920, y: -200, width: 2560, height: 1400 };

describe('where the window opens', () => {
  test('the first time: in the middle of the first screen', () => {
    expect(placeWindow(null, [laptop, external])).toEqual({
      bounds: { x: 240, y: 70, width: 1440, height: 900 },
      maximized: false,
    });
  });

  test('where it stood, on either screen', () => {
    for (const bounds of [
      { x: 100, y: 50, width: 1400, height: 900 },
      { x: 2400, y: -100, width: 1600, height: 1000 },
    ])
      expect(placeWindow({ bounds, maximized: false }, [laptop, external]).bounds).toEqual(bounds);
  });

  test('on the first screen when its own is gone', () => {
    const saved = { bounds: { x: 2400, y: -100, width: 1600, height: 1000 }, maximized: true };
    expect(placeWindow(saved, [laptop])).toEqual({
      bounds: { x: 160, y: 20, width: 1600, height: 1000 },
      maximized: true,
    });
  });

  test('never larger than the screen, as on a small panel PC', () => {
    expect(placeWindow(null, [{ x: 0, y: 0, width: 1024, height: 600 }]).bounds).toEqual({
      x: 0,
      y: 0,
      width: 1024,
      height: 600,
    });
  });

  test('always in reach: its title bar can be grasped on some screen', () => {
    const size = fc.integer({ min: 1, max: 6000 });
    const place = fc.integer({ min: -8000, max: 8000 });
    const saved = fc.record({ x: place, y: place, width: size, height: size });
    fc.assert(
      fc.property(
        saved,
        fc.boolean(),
        fc.constantFrom([laptop], [laptop, external], [external]),
        (bounds, maximized, areas) => {
          const placed = placeWindow({ bounds, maximized }, areas).bounds;
          const reachable = areas.some((area) => {
            const width = Math.min(placed.x + placed.width, area.x + area.width) - Math.max(placed.x, area.x);
            return width >= Math.min(160, placed.width) && placed.y >= area.y && placed.y + 40 <= area.y + area.height;
          });
          expect(reachable).toBe(true);
          expect(placed.width).toBeGreaterThanOrEqual(Math.min(bounds.width, smallestWindow.width));
        },
      ),
    );
  });
});
