import type { SKRSContext2D } from '@napi-rs/canvas';
import type { CopperEdit, Pad, Plane, Trace } from './board-model.ts';
import type { Point } from './geometry.ts';
import type { Shapes } from './shape-index.ts';

/** How one make of a board differs from its artwork. Pixels. */
export interface MakeVariation {
  /** Copper is this much wider (positive: under-etched) on each side. */
  readonly etch: number;
  /** Offset of the printing. */
  readonly silkShift: Point;
  /** Offset of the mask's openings. */
  readonly maskShift: Point;
  /** Largest offset of a drill hole from its pad's centre. */
  readonly drillWander: number;
  /** Seeds how pads reflect. */
  readonly sheen: number;
}

export const exactMake: MakeVariation = {
  etch: 0,
  silkShift: { x: 0, y: 0 },
  maskShift: { x: 0, y: 0 },
  drillWander: 0,
  sheen: 0,
};

/** Copper in one colour on another: holes and cut-outs show the background. */
export function paintCopper(
  context: SKRSContext2D,
  shapes: Shapes,
  clearance: number,
  make: MakeVariation,
  copper: string,
  background: string,
): void {
  paintPlanes(context, shapes, clearance, make, copper, background);
  strokeTraces(context, shapes.traces, 2 * make.etch, copper);
  fillPads(context, shapes.pads, make.etch, copper);
  fillEdits(context, shapes.edits, true, () => copper);
  fillEdits(context, shapes.edits, false, () => background);
  drill(context, shapes.pads, make, background);
}

/** Pours, with the copper of other nets cut out of them. */
export function paintPlanes(
  context: SKRSContext2D,
  shapes: Shapes,
  clearance: number,
  make: MakeVariation,
  copper: string,
  background: string,
): void {
  if (shapes.planes.length === 0) return;
  context.lineJoin = 'round';
  context.lineCap = 'round';
  for (const plane of shapes.planes) fillPlane(context, plane, make.etch, copper);
  const gap = clearance - make.etch;
  strokeTraces(context, shapes.traces, 2 * gap, background);
  for (const pad of shapes.pads) {
    if (pad.net === shapes.planes[0]!.net) continue;
    fillPads(context, [pad], Math.max(gap, pad.exposed ? pad.opening : 0), background);
  }
}

function fillPlane(context: SKRSContext2D, plane: Plane, etch: number, colour: string): void {
  context.fillStyle = colour;
  context.strokeStyle = colour;
  context.lineWidth = plane.outline + 2 * etch;
  context.beginPath();
  for (const ring of plane.rings) {
    trail(context, ring);
    context.closePath();
  }
  context.fill();
  context.stroke();
}

/** Traces, each `extra` pixels wider than drawn. */
export function strokeTraces(context: SKRSContext2D, traces: readonly Trace[], extra: number, colour: string): void {
  context.lineJoin = 'round';
  context.lineCap = 'round';
  context.strokeStyle = colour;
  for (const trace of traces) {
    context.lineWidth = Math.max(1, trace.width + extra);
    context.beginPath();
    trail(context, trace.points);
    context.stroke();
  }
}

/** Pads, grown by `extra` pixels on every side. */
export function fillPads(context: SKRSContext2D, pads: readonly Pad[], extra: number, colour: string): void {
  context.fillStyle = colour;
  context.beginPath();
  for (const pad of pads) {
    const width = pad.width + 2 * extra;
    const height = pad.height + 2 * extra;
    const x = pad.centre.x - width / 2;
    const y = pad.centre.y - height / 2;
    const corner = Math.max(0, pad.corner + (pad.corner > 0 ? extra : Math.max(0, extra)));
    if (pad.chamfered) chamferedBox(context, x, y, width, height, Math.min(corner, width / 2, height / 2));
    else context.roundRect(x, y, width, height, Math.min(corner, width / 2, height / 2));
  }
  context.fill();
}

function chamferedBox(context: SKRSContext2D, x: number, y: number, width: number, height: number, cut: number): void {
  context.moveTo(x + cut, y);
  context.lineTo(x + width - cut, y);
  context.lineTo(x + width, y + cut);
  context.lineTo(x + width, y + height - cut);
  context.lineTo(x + width - cut, y + height);
  context.lineTo(x + cut, y + height);
  context.lineTo(x, y + height - cut);
  context.lineTo(x, y + cut);
  context.closePath();
}

/** Defects that add copper, or those that take it away. */
export function fillEdits(
  context: SKRSContext2D,
  edits: readonly CopperEdit[],
  adds: boolean,
  colour: (edit: CopperEdit) => string,
): void {
  for (const edit of edits) {
    if (edit.adds !== adds) continue;
    context.fillStyle = colour(edit);
    context.beginPath();
    trail(context, edit.ring);
    context.closePath();
    context.fill();
  }
}

/** Drill holes, off their pads' centres by the make's drill wander. */
export function drill(context: SKRSContext2D, pads: readonly Pad[], make: MakeVariation, colour: string): void {
  context.fillStyle = colour;
  context.beginPath();
  for (const pad of pads) {
    if (pad.drill === 0) continue;
    const turn = pad.centre.x * 0.37 + pad.centre.y * 0.61;
    const x = pad.centre.x + make.drillWander * Math.cos(turn);
    const y = pad.centre.y + make.drillWander * Math.sin(1.7 * turn);
    context.moveTo(x + pad.drill / 2, y);
    context.arc(x, y, pad.drill / 2, 0, 2 * Math.PI);
  }
  context.fill();
}

/** Go along points in the current path. */
export function trail(context: SKRSContext2D, points: readonly Point[]): void {
  points.forEach((point, index) => {
    if (index === 0) context.moveTo(point.x, point.y);
    else context.lineTo(point.x, point.y);
  });
}
