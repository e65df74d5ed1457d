import type { Box } from '../../core/detection/box.ts';
import type { ColourImage } from '../decode/grey-image.ts';
import type { RenderMark } from '../protocol.ts';
import { fillRectangle, paintMask, strokeRectangle } from './canvas.ts';
import type { LabelPainter } from './label.ts';
import { inkOn, markStyles } from './palette.ts';

/** Where the picture lies on the board: picture = (board − (x, y)) · scale. */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

const severityOrder = ['low', 'medium', 'high', 'critical'] as const;
const backdrop = [16, 16, 16] as const;
/** Boxes smaller than this in the picture are drawn larger, so that they are seen. */
const smallestBox = 8;

/** Draws every mark's frame and label; the most severe last, on top. Frames lie outside the box and have a dark rim, so they show on any board. */
export async function drawMarks(
  picture: ColourImage,
  marks: readonly RenderMark[],
  view: View,
  labels: LabelPainter,
): Promise<void> {
  const side = Math.max(picture.width, picture.height);
  const line = Math.max(2, Math.round(side / 500));
  const type = Math.max(11, Math.round(side / 60));
  const ordered = [...marks].sort((p, q) => severityOrder.indexOf(p.severity) - severityOrder.indexOf(q.severity));
  for (const mark of ordered) {
    const box = inView(mark.box, view);
    const style = markStyles[mark.severity];
    const thickness = Math.max(1, Math.round(line * style.weight));
    const dash = style.dash === null ? null : ([style.dash[0] * line, style.dash[1] * line] as const);
    const rim = { x: box.x - 1, y: box.y - 1, width: box.width + 2, height: box.height + 2 };
    strokeRectangle(picture, box, 1, backdrop, null);
    strokeRectangle(picture, { ...rim }, thickness, style.colour, dash);
    const outer = grow(rim, thickness);
    strokeRectangle(picture, outer, 1, backdrop, null);
    const text = await labels.mask(mark.label, type);
    if (text === null) continue;
    const pad = Math.max(2, Math.round(type / 5));
    const plate = placeLabel(outer, text.width + 2 * pad, text.height + 2 * pad, picture);
    fillRectangle(picture, plate, style.colour);
    paintMask(picture, text, plate.x + pad, plate.y + pad, inkOn(style.colour));
  }
}

function inView(box: Box, view: View): Box {
  const width = Math.max(smallestBox, box.width * view.scale);
  const height = Math.max(smallestBox, box.height * view.scale);
  const cx = (box.x + box.width / 2 - view.x) * view.scale;
  const cy = (box.y + box.height / 2 - view.y) * view.scale;
  return { x: cx - width / 2, y: cy - height / 2, width, height };
}

function grow(box: Box, by: number): Box {
  return { x: box.x - by, y: box.y - by, width: box.width + 2 * by, height: box.height + 2 * by };
}

/** Above the frame, below it where there is no room, and never over the picture's edge. */
function placeLabel(frame: Box, width: number, height: number, picture: ColourImage): Box {
  const above = frame.y - height;
  const y = above >= 0 ? above : Math.min(frame.y + frame.height, picture.height - height);
  const x = Math.max(0, Math.min(frame.x, picture.width - width));
  return { x, y: Math.max(0, y), width, height };
}
