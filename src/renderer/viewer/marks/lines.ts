import type { Box } from '../../../core/detection/box.ts';

/** Width of a mark's line, CSS pixels. */
export const markLine = 2;
/** Free space between a mark and its line, CSS pixels. */
const gap = 2;

/**
 * The box with its gap, so that a line of `width` CSS pixels around it fills whole device pixels: an odd number of them
 * is centred on the middle of a pixel, an even one on its edge.
 */
export function crisp(box: Box, width: number, devicePixelRatio: number): Box {
  const offset = Math.round(width * devicePixelRatio) % 2 === 1 ? 0.5 : 0;
  const snap = (value: number): number => (Math.round(value * devicePixelRatio) + offset) / devicePixelRatio;
  const x = snap(box.x - gap);
  const y = snap(box.y - gap);
  return { x, y, width: snap(box.x + box.width + gap) - x, height: snap(box.y + box.height + gap) - y };
}

/** Fills the line around a box as four bars that do not overlap. */
export function fillLine(context: CanvasRenderingContext2D, box: Box, width: number): void {
  const left = box.x - width / 2;
  const top = box.y - width / 2;
  context.fillRect(left, top, box.width + width, width);
  context.fillRect(left, top + box.height, box.width + width, width);
  context.fillRect(left, top + width, width, box.height - width);
  context.fillRect(left + box.width, top + width, width, box.height - width);
}

/** Lines around boxes, in one stroke. */
export function outline(
  context: CanvasRenderingContext2D,
  boxes: readonly Box[],
  dash: readonly number[],
  colour: string,
  width: number,
): void {
  context.setLineDash([...dash]);
  context.beginPath();
  for (const box of boxes) context.rect(box.x, box.y, box.width, box.height);
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
  context.setLineDash([]);
}
