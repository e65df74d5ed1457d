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
  const home = saved && workAreas.find((area) => isInReach(saved.bounds, area));
  if (!saved || !home) {
    const primary = workAreas[0]!;
    const width = Math.min(saved?.bounds.width ?? firstWindow.width, primary.width);
    const height = Math.min(saved?.bounds.height ?? firstWindow.height, primary.height);
    const x = primary.x + Math.round((primary.width - width) / 2);
    const y = primary.y + Math.round((primary.height - height) / 2);
    return { bounds: { x, y, width, height }, maximized: saved?.maximized ?? false };
  }
  const fit = (size: number, smallest: number, free: number): number => Math.min(Math.max(size, smallest), free);
  const width = fit(saved.bounds.width, smallestWindow.width, home.width);
  const height = fit(saved.bounds.height, smallestWindow.height, home.height);
  return { bounds: { x: saved.bounds.x, y: saved.bounds.y, width, height }, maximized: saved.maximized };
}

function isInReach(window: Bounds, area: Bounds): boolean {
  const overlap = (start: number, size: number, areaStart: number, areaSize: number): number =>
    Math.min(start + size, areaStart + areaSize) - Math.max(start, areaStart);
  const titleBar = { ...window, height: graspable.height };
  return (
    overlap(titleBar.x, titleBar.width, area.x, area.width) >= Math.min(graspable.width, titleBar.width) &&
    overlap(titleBar.y, titleBar.height, area.y, area.height) >= graspable.height
  );
}
