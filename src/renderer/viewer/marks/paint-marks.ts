/** Draws all marks of a pane in one go. CSS pixels; the caller has scaled the context to the device. */
import type { Box } from '../../../core/detection/box.ts';
import type { Point, Size } from '../space/point.ts';
import { boxToPane, toPane, type View } from '../space/view.ts';
import { type Cluster, createLabelPlaces, labelWorth } from './arrange.ts';
import { traceDecision, traceSeverity } from './glyphs.ts';
import { crisp, lineRects, markLine, outline } from './lines.ts';
import type { Mark } from './mark.ts';
import { markColour, markDash, markInk } from './mark-colours.ts';
import type { MarkIndex } from './mark-index.ts';
import { createSprites, type Sprites, stamp } from './sprites.ts';
import { createVisibleMarks } from './visible-marks.ts';

interface MarkScene {
  readonly index: MarkIndex;
  /** Drawn by its own node, not here; its place stays free of labels. */
  readonly selected: Mark | null;
  readonly view: View;
  readonly pane: Size;
  readonly devicePixelRatio: number;
  readonly font: string;
}

export type MarkPainter = (context: CanvasRenderingContext2D, scene: MarkScene) => void;

/** Marks outside the pane by less than this are drawn too: their sign or label may reach into it. CSS pixels. */
const reach = 32;
const signRadius = 5;
const smallestSign = 3;
/** Dark rim around a sign. */
const signRim = 2.5;
const mostLabels = 60;
const labelHeight = 16;
/** Narrower boxes show no label of their own: the selected one does, and the list. CSS pixels. */
const narrowestLabelled = 26;

export const labelText = (mark: Pick<Mark, 'label' | 'confidence'>): string =>
  mark.confidence === '' ? mark.label : `${mark.label} ${mark.confidence}`;

/** A small box has a small sign, so that boxes close together do not drown in signs. Whole pixels: few sprites. */
const radiusFor = (box: Size): number =>
  Math.round(Math.min(signRadius, Math.max(smallestSign, Math.max(box.width, box.height) * 0.2)));

/** Keeps what one frame can take from the one before it. */
export function createMarkPainter(): MarkPainter {
  const visible = createVisibleMarks();
  const sprites = createSprites();
  return (context, scene) => {
    const { boxes, signs, clusters } = visible(scene.index, scene.selected?.id ?? null, scene.view, scene.pane);
    // More is arranged than a pane shows, four times as much before the level of detail changes.
    const isNear = ({ x, y, width, height }: Box): boolean =>
      x + width > -reach && y + height > -reach && x < scene.pane.width + reach && y < scene.pane.height + reach;
    const isNearPoint = ({ x, y }: Point): boolean =>
      x > -reach && y > -reach && x < scene.pane.width + reach && y < scene.pane.height + reach;
    const placed: PlacedMark[] = [];
    for (const mark of boxes) {
      const box = boxToPane(scene.view, mark.box);
      if (isNear(box)) placed.push({ mark, box: crisp(box, markLine, scene.devicePixelRatio) });
    }
    for (const mark of signs) {
      const { x, y, width, height } = mark.box;
      const at = toPane(scene.view, { x: x + width / 2, y: y + height / 2 });
      if (isNearPoint(at)) paintSign(context, sprites, mark, at, 4, scene);
    }
    paintBoxes(context, placed);
    for (const { mark, box } of placed)
      paintSign(context, sprites, mark, { x: box.x + box.width, y: box.y }, radiusFor(box), scene);
    for (const cluster of clusters) {
      const at = toPane(scene.view, cluster.at);
      if (isNearPoint(at)) paintCluster(context, sprites, cluster, at, scene);
    }
    paintLabels(context, sprites, placed, scene);
  };
}

interface PlacedMark {
  readonly mark: Mark;
  /** Its line, pane pixels. */
  readonly box: Box;
}

/** Solid lines as filled bars on whole device pixels, which need no smoothing; dashed ones are few. */
function paintBoxes(context: CanvasRenderingContext2D, placed: readonly PlacedMark[]): void {
  const solid = placed.filter(({ mark }) => markDash(mark.state).length === 0);
  context.fillStyle = markInk.edge;
  for (const { box } of solid) for (const bar of lineRects(box, markLine + 2)) context.fillRect(...bar);
  for (const { mark, box } of solid) {
    context.fillStyle = markColour(mark.severity, mark.state);
    for (const bar of lineRects(box, markLine)) context.fillRect(...bar);
  }
  for (const { mark, box } of placed) {
    const dash = markDash(mark.state);
    if (dash.length === 0) continue;
    outline(context, [box], dash, markInk.edge, markLine + 2);
    outline(context, [box], dash, markColour(mark.severity, mark.state), markLine);
  }
}

/** Severity while it is open, the decision once it is made, each on a dark disc. */
function paintSign(
  context: CanvasRenderingContext2D,
  sprites: Sprites,
  { severity, state }: Mark,
  at: Point,
  radius: number,
  { devicePixelRatio }: MarkScene,
): void {
  const side = 2 * (radius + signRim) + 1;
  const sprite = sprites.get(
    `${severity} ${state} ${radius}`,
    { width: side, height: side },
    devicePixelRatio,
    (ink) => {
      ink.beginPath();
      ink.arc(0, 0, radius + signRim, 0, Math.PI * 2);
      ink.fillStyle = markInk.edge;
      ink.fill();
      ink.beginPath();
      if (state === 'not_verified') {
        traceSeverity(ink, severity, 0, 0, radius);
        ink.fillStyle = markColour(severity, state);
        ink.fill();
        return;
      }
      traceDecision(ink, state, 0, 0, radius);
      ink.strokeStyle = markColour(severity, state);
      ink.lineWidth = radius < 4 ? 1.5 : 2;
      ink.stroke();
    },
  );
  stamp(context, sprite, at.x, at.y, devicePixelRatio);
}

function paintCluster(
  context: CanvasRenderingContext2D,
  sprites: Sprites,
  cluster: Cluster,
  at: Point,
  scene: MarkScene,
): void {
  const text = cluster.count > 999 ? '999+' : String(cluster.count);
  const radius = 7 + text.length * 2.5;
  const side = 2 * radius + 3;
  const name = `count ${text} ${cluster.worst}`;
  const sprite = sprites.get(name, { width: side, height: side }, scene.devicePixelRatio, (ink) => {
    ink.beginPath();
    ink.arc(0, 0, radius, 0, Math.PI * 2);
    ink.fillStyle = markInk.edge;
    ink.fill();
    ink.strokeStyle = cluster.worst === null ? markInk.decided : markInk[cluster.worst];
    ink.lineWidth = 1.5;
    ink.stroke();
    ink.font = `600 11px ${scene.font}`;
    ink.textBaseline = 'middle';
    ink.textAlign = 'center';
    ink.fillStyle = '#ffffff';
    ink.fillText(text, 0, 0.5);
  });
  stamp(context, sprite, at.x, at.y, scene.devicePixelRatio);
}

function paintLabels(
  context: CanvasRenderingContext2D,
  sprites: Sprites,
  placed: readonly PlacedMark[],
  scene: MarkScene,
): void {
  const candidates = placed.filter(({ box }) => box.width >= narrowestLabelled);
  if (candidates.length === 0 || candidates.length > mostLabels * 4) return;
  const reserved = scene.selected === null ? [] : [withRoomForLabel(boxToPane(scene.view, scene.selected.box))];
  const places = createLabelPlaces(reserved);
  context.font = `11px ${scene.font}`;
  let drawn = 0;
  const ranked = candidates.map(({ mark, box }) => ({ mark, box, worth: labelWorth(mark) }));
  for (const { mark, box } of ranked.sort((a, b) => b.worth - a.worth)) {
    const colour = markColour(mark.severity, mark.state);
    const size = { width: Math.ceil(context.measureText(mark.label).width) + 8, height: labelHeight };
    const place = { x: Math.round(box.x), y: Math.round(box.y - labelHeight - 2), ...size };
    if (!places.take(place)) continue;
    const sprite = sprites.get(`label ${colour} ${mark.label}`, size, scene.devicePixelRatio, (ink) => {
      ink.fillStyle = markInk.edge;
      ink.fillRect(-size.width / 2, -size.height / 2, size.width, size.height);
      ink.font = `11px ${scene.font}`;
      ink.textBaseline = 'middle';
      ink.textAlign = 'center';
      ink.fillStyle = colour;
      ink.fillText(mark.label, 0, 0.5);
    });
    stamp(context, sprite, place.x + size.width / 2, place.y + size.height / 2, scene.devicePixelRatio);
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
