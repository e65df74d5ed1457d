import type { CopperEdit, DefectType } from './board-model.ts';
import { type Affine, type Box, boxAround, grow, transformPoint } from './geometry.ts';

/**
 * How far a label's box reaches beyond the pixels that differ, in pixels. Measured on DeepPCB (200 pairs): its labels
 * are the bounds of the stroke somebody drew, grown by 10 px from pixel centre to centre; strokes go a little into
 * copper that was there (or beyond copper they cut), which the second number is. It does not scale with the picture.
 */
export const boxMargin: Readonly<Record<DefectType, number>> = {
  open: 9.5 + 1.5,
  short: 9.5 + 1.5,
  mousebite: 9.5 + 1,
  spur: 9.5 + 1,
  copper: 9.5,
  pin_hole: 9.5,
};

/** A defect as a perfect inspection reports it; the box is in pixels of the board's picture. */
export interface TrueDefect {
  readonly type: DefectType;
  readonly bbox: Box;
}

/** The box of a fault in the board's picture, cut to the picture; `pose` maps golden to board pixels. */
export function trueBox(edit: CopperEdit, pose: Affine, width: number, height: number): Box {
  const box = grow(boxAround(edit.hull.map((point) => transformPoint(pose, point))), 0.5 + boxMargin[edit.type]);
  const x = Math.max(0, round(box.x));
  const y = Math.max(0, round(box.y));
  return {
    x,
    y,
    width: round(Math.min(width, box.x + box.width) - x),
    height: round(Math.min(height, box.y + box.height) - y),
  };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
