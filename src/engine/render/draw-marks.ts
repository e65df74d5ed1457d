import type { Box } from '../../core/detection/box.ts';
import type { ColourImage } from '../decode/grey-image.ts';
import type { RenderMark } from '../protocol.ts';
import { type Colour, fillRectangle, type Mask, paintMask, strokeLine, strokeRectangle } from './canvas.ts';
import type { LabelPainter } from './label.ts';
import { placeLabels } from './label-places.ts';
import { inkOn, markStyles, type Severity } from './palette.ts';

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

/**
 * Draws every mark's frame and label; the most severe have the first choice of a place and are drawn last, on top. Frames
 * lie outside the box and have a dark rim, so they show on any board. Labels cover neither each other nor, as long as
 * there is room, another frame.
 */
export async function drawMarks(
  picture: ColourImage,
  marks: readonly RenderMark[],
  view: View,
  labels: LabelPainter,
): Promise<void> {
  const side = Math.max(picture.width, picture.height);
  const line = Math.max(2, Math.round(side / 500));
  const type = Math.max(11, Math.round(side / 60));
  const thin = Math.max(1, Math.round(line / 2));
  const pad = Math.max(2, Math.round(type / 5));
  const ordered = [...marks].sort((p, q) => severityOrder.indexOf(p.severity) - severityOrder.indexOf(q.severity));
  const drawn: DrawnMark[] = [];
  for (const { box, label, severity } of ordered) {
    const frame = drawFrame(picture, inView(box, view), severity, line);
    drawn.push({ frame, colour: markStyles[severity].colour, text: await labels.mask(label, type) });
  }
  const labelled = drawn.filter((mark): mark is DrawnMark & { readonly text: Mask } => mark.text !== null).reverse();
  const places = placeLabels(
    labelled.map(({ frame, text }) => ({ frame, width: text.width + 2 * pad, height: text.height + 2 * pad })),
    picture,
  );
  for (const [index, { colour }] of labelled.entries()) {
    const leader = places[index]?.leader;
    if (leader == null) continue;
    strokeLine(picture, leader.from, leader.to, thin + 2, backdrop);
    strokeLine(picture, leader.from, leader.to, thin, colour);
  }
  for (const [index, { colour, text }] of labelled.entries()) {
    const plate = places[index]?.plate;
    if (plate === undefined) continue;
    fillRectangle(picture, plate, colour);
    paintMask(picture, text, plate.x + pad, plate.y + pad, inkOn(colour));
  }
}

interface DrawnMark {
  readonly frame: Box;
  readonly colour: Colour;
  /** Null where there is nothing to write. */
  readonly text: Mask | null;
}

/** All that was drawn, rims included. */
function drawFrame(picture: ColourImage, box: Box, severity: Severity, line: number): Box {
  const style = markStyles[severity];
  const thickness = Math.max(1, Math.round(line * style.weight));
  const dash = style.dash === null ? null : ([style.dash[0] * line, style.dash[1] * line] as const);
  const rim = grow(box, 1);
  strokeRectangle(picture, box, 1, backdrop, null);
  strokeRectangle(picture, rim, thickness, style.colour, dash);
  const outer = grow(rim, thickness);
  strokeRectangle(picture, outer, 1, backdrop, null);
  return outer;
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
