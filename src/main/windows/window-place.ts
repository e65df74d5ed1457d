/** Where the window stood, and where it can stand now. All in device-independent pixels. */
import { z } from 'zod';

const bounds = z.object({ x: z.int(), y: z.int(), width: z.int().positive(), height: z.int().positive() });
export const windowPlaceSchema = z.object({ bounds, maximized: z.boolean() });

export type WindowPlace = z.infer<typeof windowPlaceSchema>;
export type Bounds = z.infer<typeof bounds>;

export const smallestWindow = { width: 1024, height: 680 } as const;
const firstWindow = { width: 1440, height: 900 } as const;
/** So much of the title bar must stay in reach for a hand to move the window. */
const graspable = { width: 160, height: 40 } as const;

/**
 * The saved place where enough of the window's top shows on a screen that is still there; else the middle of the first
 * screen. Never larger than the screen's free area, and never smaller than `smallestWindow` where the screen allows.
 *
 * @param workAreas Free area of each screen, the primary one first; at least one.
 */
export function placeWindow(saved: WindowPlace | null, workAreas: readonly Bounds[]): WindowPlace {
  const maximized = saved?.maximized ?? false;
  for (const area of workAreas) {
    const bounds = saved && { ...saved.bounds, ...fittedSize(saved.bounds, area) };
    if (bounds && isInReach(bounds, area)) return { bounds, maximized };
  }
  const primary = workAreas[0]!;
  const { width, height } = fittedSize(saved?.bounds ?? firstWindow, primary);
  const x = primary.x + Math.round((primary.width - width) / 2);
  const y = primary.y + Math.round((primary.height - height) / 2);
  return { bounds: { x, y, width, height }, maximized };
}

type Size = Pick<Bounds, 'width' | 'height'>;

const fittedSize = (size: Size, area: Size): Size => ({
  width: Math.min(Math.max(size.width, smallestWindow.width), area.width),
  height: Math.min(Math.max(size.height, smallestWindow.height), area.height),
});

function isInReach(window: Bounds, area: Bounds): boolean {
  const overlap = (start: number, size: number, areaStart: number, areaSize: number): number =>
    Math.min(start + size, areaStart + areaSize) - Math.max(start, areaStart);
  const titleBar = { ...window, height: graspable.height };
  return (
    overlap(titleBar.x, titleBar.width, area.x, area.width) >= Math.min(graspable.width, titleBar.width) &&
    overlap(titleBar.y, titleBar.height, area.y, area.height) >= graspable.height
  );
}
