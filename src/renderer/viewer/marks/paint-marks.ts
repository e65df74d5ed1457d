/** Draws all marks of a pane in one go, styles together. CSS pixels; the caller has scaled the context to the device. */
import type { Box } from '../../../core/detection/box.ts';
import type { Point, Size } from '../space/point.ts';
import { boxToPane, shownRegion, toPane, type View } from '../space/view.ts';
import { type Arrangement, arrange, byLabelWorth, type Cluster, createLabelPlaces } from './arrange.ts';
import { traceDecision, traceSeverity } from './glyphs.ts';
import type { Mark } from './mark.ts';
import { markColour, markDash, markInk } from './mark-colours.ts';
import type { MarkIndex } from './mark-index.ts';

/** What konva's context and the canvas's own have in common. */
export type PaintContext = Pick<
  CanvasRenderingContext2D,
  | 'beginPath'
  | 'rect'
  | 'arc'
  | 'moveTo'
  | 'lineTo'
  | 'closePath'
  | 'stroke'
  | 'fill'
  | 'fillText'
  | 'measureText'
  | 'setLineDash'
  | 'fillRect'
> & {
  strokeStyle: unknown;
  fillStyle: unknown;
  lineWidth: number;
  font: string;
  textBaseline: CanvasTextBaseline;
  textAlign: CanvasTextAlign;
};

export interface MarkScene {
  readonly index: MarkIndex;
  /** Drawn by its own node, not here; its place stays free of labels. */
  readonly selectedId: string | null;
  readonly view: View;
  readonly pane: Size;
  readonly devicePixelRatio: number;
  readonly font: string;
}

/** Marks that reach into the pane by less than this are drawn too: their sign may. CSS pixels. */
const reach = 24;
/** Free space between a mark and its box's line, CSS pixels. */
const gap = 2;
const signRadius = 5;
const smallestSign = 3;
/** A small box has a small sign, so that boxes close together do not drown in signs. */
const radiusFor = (box: Box): number =>
  Math.min(signRadius, Math.max(smallestSign, Math.max(box.width, box.height) * 0.2));

/** Width of a box's line, CSS pixels. */
const line = 2;
const mostLabels = 60;
const labelHeight = 16;
/** Narrower boxes show no label of their own: the selected one does, and the list. CSS pixels. */
const narrowestLabelled = 26;

export const labelText = (mark: Pick<Mark, 'label' | 'confidence'>): string =>
  mark.confidence === '' ? mark.label : `${mark.label} ${mark.confidence}`;

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

export function paintMarks(context: PaintContext, scene: MarkScene): void {
  const shown = shownRegion(scene.view, scene.pane);
  const more = reach / scene.view.scale;
  const region = {
    x: shown.x - more,
    y: shown.y - more,
    width: shown.width + 2 * more,
    height: shown.height + 2 * more,
  };
  const marks: Mark[] = [];
  for (const position of scene.index.within(region)) {
    const mark = scene.index.marks[position];
    if (mark !== undefined && mark.id !== scene.selectedId) marks.push(mark);
  }
  const arrangement = arrange(marks, scene.view.scale);
  paintSigns(context, arrangement.signs, scene);
  paintBoxes(context, arrangement.boxes, scene);
  paintClusters(context, arrangement.clusters, scene);
  paintLabels(context, arrangement, scene);
}

/** Lines around boxes, in one stroke. */
export function outline(
  context: PaintContext,
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

function groupByStyle(marks: readonly Mark[]): Map<string, Mark[]> {
  const groups = new Map<string, Mark[]>();
  for (const mark of marks) {
    const style = `${mark.severity} ${mark.state}`;
    const group = groups.get(style);
    if (group === undefined) groups.set(style, [mark]);
    else group.push(mark);
  }
  return groups;
}

function paintBoxes(context: PaintContext, marks: readonly Mark[], scene: MarkScene): void {
  for (const group of groupByStyle(marks).values()) {
    const first = group[0];
    if (first === undefined) continue;
    const colour = markColour(first.severity, first.state);
    const boxes = group.map((mark) => crisp(boxToPane(scene.view, mark.box), line, scene.devicePixelRatio));
    // A dark line below the coloured one keeps it visible on light boards.
    outline(context, boxes, markDash(first.state), markInk.edge, line + 2);
    outline(context, boxes, markDash(first.state), colour, line);
    const places = boxes.map((box) => ({ x: box.x + box.width, y: box.y, radius: radiusFor(box) }));
    paintSignsAt(context, first, places, colour);
  }
}

interface SignPlace extends Point {
  readonly radius: number;
}

/** Severity while it is open, the decision once it is made, each on a dark disc. */
function paintSignsAt(context: PaintContext, style: Mark, places: readonly SignPlace[], colour: string): void {
  context.beginPath();
  for (const at of places) {
    context.moveTo(at.x + at.radius + 2.5, at.y);
    context.arc(at.x, at.y, at.radius + 2.5, 0, Math.PI * 2);
  }
  context.fillStyle = markInk.edge;
  context.fill();
  context.beginPath();
  if (style.state === 'not_verified') {
    for (const at of places) traceSeverity(context, style.severity, at.x, at.y, at.radius);
    context.fillStyle = colour;
    context.fill();
    return;
  }
  for (const at of places) traceDecision(context, style.state, at.x, at.y, at.radius);
  context.strokeStyle = colour;
  context.lineWidth = 2;
  context.stroke();
}

function paintSigns(context: PaintContext, marks: readonly Mark[], scene: MarkScene): void {
  for (const group of groupByStyle(marks).values()) {
    const first = group[0];
    if (first === undefined) continue;
    const places = group.map(({ box }) => ({
      ...toPane(scene.view, { x: box.x + box.width / 2, y: box.y + box.height / 2 }),
      radius: smallestSign + 0.5,
    }));
    paintSignsAt(context, first, places, markColour(first.severity, first.state));
  }
}

function paintClusters(context: PaintContext, clusters: readonly Cluster[], scene: MarkScene): void {
  if (clusters.length === 0) return;
  context.font = `600 11px ${scene.font}`;
  context.textBaseline = 'middle';
  context.textAlign = 'center';
  for (const cluster of clusters) {
    const at = toPane(scene.view, cluster.at);
    const text = cluster.count > 999 ? '999+' : String(cluster.count);
    const radius = 7 + text.length * 2.5;
    context.beginPath();
    context.arc(at.x, at.y, radius, 0, Math.PI * 2);
    context.fillStyle = markInk.edge;
    context.fill();
    context.strokeStyle = cluster.worst === null ? markInk.decided : markInk[cluster.worst];
    context.lineWidth = 1.5;
    context.stroke();
    context.fillStyle = '#ffffff';
    context.fillText(text, at.x, at.y + 0.5);
  }
}

function paintLabels(context: PaintContext, arrangement: Arrangement, scene: MarkScene): void {
  const candidates = arrangement.boxes.filter((mark) => mark.box.width * scene.view.scale >= narrowestLabelled);
  if (candidates.length === 0 || candidates.length > mostLabels * 4) return;
  const selected = scene.index.marks.find((mark) => mark.id === scene.selectedId);
  const reserved = selected === undefined ? [] : [withRoomForLabel(boxToPane(scene.view, selected.box))];
  const places = createLabelPlaces(reserved);
  context.font = `11px ${scene.font}`;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  let drawn = 0;
  for (const mark of candidates.sort(byLabelWorth)) {
    const box = boxToPane(scene.view, mark.box);
    const text = mark.label;
    const place = {
      x: Math.round(box.x - gap),
      y: Math.round(box.y - gap - labelHeight - 2),
      width: Math.ceil(context.measureText(text).width) + 8,
      height: labelHeight,
    };
    if (!places.take(place)) continue;
    context.fillStyle = markInk.edge;
    context.fillRect(place.x, place.y, place.width, place.height);
    context.fillStyle = markColour(mark.severity, mark.state);
    context.fillText(text, place.x + 4, place.y + labelHeight / 2 + 0.5);
    drawn += 1;
    if (drawn === mostLabels) return;
  }
}

const withRoomForLabel = (box: Box): Box => ({
  x: box.x - 12,
  y: box.y - 34,
  width: Math.max(box.width + 24, 160),
  height: box.height + 46,
});
