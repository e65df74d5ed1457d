import type { Box } from '../../../core/detection/box.ts';

export interface Place {
  readonly unit: 'mm' | 'px';
  readonly width: number;
  readonly height: number;
  /** The middle of the box, from the board's upper left corner. */
  readonly x: number;
  readonly y: number;
}

/** `box` in board px; in mm where the recipe knows what a board pixel measures. */
export function placeOf(box: Box, mmPerPx: number | null): Place {
  const scale = mmPerPx ?? 1;
  return {
    unit: mmPerPx === null ? 'px' : 'mm',
    width: box.width * scale,
    height: box.height * scale,
    x: (box.x + box.width / 2) * scale,
    y: (box.y + box.height / 2) * scale,
  };
}
