import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Pad } from './board-model.ts';
import type { Point } from './geometry.ts';
import { drill, fillEdits, fillPads, type MakeVariation, paintPlanes, strokeTraces, trail } from './paint-copper.ts';
import { blend, css, type Palette, type Rgb } from './palette.ts';
import type { Shapes } from './shape-index.ts';

/** The board as one sees it: mask, copper under it, pads, holes, printing. The background is painted by the caller. */
export function paintBoard(
  context: SKRSContext2D,
  shapes: Shapes,
  clearance: number,
  make: MakeVariation,
  palette: Palette,
): void {
  const mask = css(palette.mask);
  const copper = css(palette.maskedCopper);
  const rim = css(palette.rim);
  const laminate = css(palette.laminate);
  paintPlanes(context, shapes, clearance, make, copper, mask);
  const exposed = shapes.pads.filter((pad) => pad.exposed);
  const tented = shapes.pads.filter((pad) => !pad.exposed);
  shifted(context, make.maskShift, () => {
    for (const pad of exposed) fillPads(context, [pad], pad.opening, laminate);
  });
  strokeTraces(context, shapes.traces, 2 * make.etch, rim);
  fillPads(context, tented, make.etch, rim);
  const inset = 1.1;
  strokeTraces(context, shapes.traces, 2 * make.etch - 2 * inset, copper);
  fillPads(context, tented, make.etch - inset, copper);
  fillEdits(context, shapes.edits, true, () => copper);
  fillPads(context, exposed, make.etch, css(palette.finishRim));
  for (const pad of exposed)
    fillPads(context, [pad], make.etch - 1.2, css(blend(palette.finish, sheen(pad, make), 0.09)));
  fillEdits(context, shapes.edits, false, (edit) => (edit.exposed ? laminate : mask));
  drill(context, exposed, make, css(palette.hole));
  drill(
    context,
    tented,
    make,
    css([
      palette.hole[0] * 0.5 + palette.mask[0] * 0.4,
      palette.hole[1] * 0.5 + palette.mask[1] * 0.4,
      palette.hole[2] * 0.5 + palette.mask[2] * 0.4,
    ]),
  );
  shifted(context, make.silkShift, () => {
    context.strokeStyle = css(palette.silk);
    for (const line of shapes.silk) {
      context.lineWidth = line.width;
      context.beginPath();
      trail(context, line.points);
      context.stroke();
    }
  });
}

/** Every pad catches the light a little differently, on every board. */
function sheen(pad: Pad, make: MakeVariation): Rgb {
  const shade = 128 + 127 * Math.sin(pad.centre.x * 1.3 + pad.centre.y * 2.1 + make.sheen);
  return [shade, shade, shade];
}

function shifted(context: SKRSContext2D, by: Point, paint: () => void): void {
  context.save();
  context.translate(by.x, by.y);
  paint();
  context.restore();
}
