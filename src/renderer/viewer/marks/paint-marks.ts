/** Draws all marks of a pane in one go. CSS pixels; the caller has scaled the context to the device. */
import type { Box } from '../../../core/detection/box.ts';
import { type Severity, severities, verifications } from '../../../core/inspection/vocabulary.ts';
import type { Size } from '../space/point.ts';
import { boxToPane, type View } from '../space/view.ts';
import { type Cluster, createLabelPlaces, labelWorth } from './arrange.ts';
import { traceDecision, traceSeverity } from './glyphs.ts';
import { crisp, lineRects, markLine, outline } from './lines.ts';
import type { Mark } from './mark.ts';
import { markColour, markDash, markInk } from './mark-colours.ts';
import type { MarkIndex } from './mark-index.ts';
import { createSprites, type Sprite, type Sprites, stamp } from './sprites.ts';
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
/** Radius of a sign whose box is too small to be drawn. */
const lonelySign = 4;
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

/** From one step of what is made ready to the next, milliseconds: in each frame of a gesture no more than one. */
const betweenSteps = 24;
/** At the latest after this, milliseconds, where a busy window is never idle. */
const latestIdle = 200;
const whenIdle = (work: () => void): void =>
  void setTimeout(() => requestIdleCallback(work, { timeout: latestIdle }), betweenSteps);

/** Keeps what one frame can take from the one before it. */
export function createMarkPainter(): MarkPainter {
  const sprites = createSprites();
  const clusterName = createClusterNames();
  const labelWidth = createLabelWidths();
  let font = '';
  const spriteOf = (cluster: Cluster): Sprite => {
    const name = clusterName(cluster);
    return sprites.get(name) ?? addCluster(sprites, name, cluster, font);
  };
  const signOf = (mark: Mark, radius: number): Sprite => {
    const name = nameOfSign(mark, radius);
    return sprites.get(name) ?? addSign(sprites, name, mark, radius);
  };
  const visible = createVisibleMarks(whenIdle, ({ boxes, signs, clusters }) => {
    // One step after the other, so that none takes what a frame needs.
    whenIdle(() => {
      for (const cluster of clusters) spriteOf(cluster);
      whenIdle(() => {
        for (const mark of signs) signOf(mark, lonelySign);
        for (let radius = smallestSign; radius <= signRadius; radius += 1)
          for (const mark of boxes) signOf(mark, radius);
      });
    });
  });
  return (context, scene) => {
    sprites.useRatio(scene.devicePixelRatio);
    font = scene.font;
    const { index, selected, view, pane, devicePixelRatio } = scene;
    const { boxes, signs, clusters } = visible(index, selected?.id ?? null, view, pane);
    // More is arranged than a pane shows, four times as much before the level of detail changes.
    const isNear = (left: number, top: number, right: number, bottom: number): boolean =>
      right > -reach && bottom > -reach && left < pane.width + reach && top < pane.height + reach;
    /** Board pixels. No objects for places: thousands in every frame would have to be collected. */
    const stampAt = (sprite: Sprite, atX: number, atY: number): void => {
      const x = atX * view.scale + view.x;
      const y = atY * view.scale + view.y;
      if (isNear(x, y, x, y)) stamp(context, sprite, x, y, devicePixelRatio);
    };
    for (const mark of signs) {
      const { x, y, width, height } = mark.box;
      stampAt(signOf(mark, lonelySign), x + width / 2, y + height / 2);
    }
    const placed: PlacedMark[] = [];
    for (const mark of boxes) {
      const box = boxToPane(view, mark.box);
      if (isNear(box.x, box.y, box.x + box.width, box.y + box.height))
        placed.push({ mark, box: crisp(box, markLine, devicePixelRatio) });
    }
    paintBoxes(context, placed);
    for (const { mark, box } of placed)
      stamp(context, signOf(mark, radiusFor(box)), box.x + box.width, box.y, devicePixelRatio);
    for (const cluster of clusters) stampAt(spriteOf(cluster), cluster.at.x, cluster.at.y);
    paintLabels(context, sprites, labelWidth, placed, scene);
  };
}

interface PlacedMark {
  readonly mark: Mark;
  /** Its line, pane pixels. */
  readonly box: Box;
}

/** Solid lines as filled bars on whole device pixels, which need no smoothing; dashed ones are few. */
function paintBoxes(context: CanvasRenderingContext2D, placed: readonly PlacedMark[]): void {
  /** By colour: a change of the colour costs more than a bar. */
  const solid = new Map<string, Box[]>();
  context.fillStyle = markInk.edge;
  for (const { mark, box } of placed) {
    if (markDash(mark.state).length > 0) continue;
    for (const bar of lineRects(box, markLine + 2)) context.fillRect(...bar);
    const colour = markColour(mark.severity, mark.state);
    const others = solid.get(colour);
    if (others === undefined) solid.set(colour, [box]);
    else others.push(box);
  }
  for (const [colour, boxes] of solid) {
    context.fillStyle = colour;
    for (const box of boxes) for (const bar of lineRects(box, markLine)) context.fillRect(...bar);
  }
  for (const { mark, box } of placed) {
    const dash = markDash(mark.state);
    if (dash.length === 0) continue;
    outline(context, [box], dash, markInk.edge, markLine + 2);
    outline(context, [box], dash, markColour(mark.severity, mark.state), markLine);
  }
}

/** Names of the signs' sprites by severity, state and radius, made once: a frame asks for thousands. */
const signNames = new Map(
  severities.map((severity) => [
    severity,
    new Map(
      verifications.map((state) => [
        state,
        Array.from({ length: signRadius + 1 }, (_, radius) => `sign ${severity} ${state} ${radius}`),
      ]),
    ),
  ]),
);

const nameOfSign = ({ severity, state }: Mark, radius: number): string =>
  signNames.get(severity)?.get(state)?.[radius] ?? '';

/** Severity while it is open, the decision once it is made, each on a dark disc. */
function addSign(sprites: Sprites, name: string, { severity, state }: Mark, radius: number): Sprite {
  const side = 2 * (radius + signRim) + 1;
  return sprites.add(name, { width: side, height: side }, (ink) => {
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
  });
}

/** Larger counts are told as "999+". */
const mostCounted = 999;

/** Names of the counts' sprites by what is worst in them, made when first asked for. */
function createClusterNames(): (cluster: Cluster) => string {
  const names = new Map<Severity | null, string[]>();
  return ({ count, worst }) => {
    const shown = Math.min(count, mostCounted + 1);
    let counts = names.get(worst);
    if (counts === undefined) {
      counts = [];
      names.set(worst, counts);
    }
    counts[shown] ??= `count ${shown} ${worst}`;
    return counts[shown];
  };
}

function addCluster(sprites: Sprites, name: string, { count, worst }: Cluster, font: string): Sprite {
  const text = count > mostCounted ? `${mostCounted}+` : String(count);
  const radius = 7 + text.length * 2.5;
  const side = 2 * radius + 3;
  return sprites.add(name, { width: side, height: side }, (ink) => {
    ink.beginPath();
    ink.arc(0, 0, radius, 0, Math.PI * 2);
    ink.fillStyle = markInk.edge;
    ink.fill();
    ink.strokeStyle = worst === null ? markInk.decided : markInk[worst];
    ink.lineWidth = 1.5;
    ink.stroke();
    ink.font = `600 11px ${font}`;
    ink.textBaseline = 'middle';
    ink.textAlign = 'center';
    ink.fillStyle = '#ffffff';
    ink.fillText(text, 0, 0.5);
  });
}

type LabelWidth = (context: CanvasRenderingContext2D, label: string, font: string) => number;

/** Few words on many boxes: each is measured once. CSS pixels. */
function createLabelWidths(): LabelWidth {
  const widths = new Map<string, number>();
  let measuredIn = '';
  return (context, label, font) => {
    if (font !== measuredIn) {
      widths.clear();
      measuredIn = font;
    }
    let width = widths.get(label);
    if (width === undefined) {
      context.font = font;
      width = Math.ceil(context.measureText(label).width);
      widths.set(label, width);
    }
    return width;
  };
}

function paintLabels(
  context: CanvasRenderingContext2D,
  sprites: Sprites,
  labelWidth: LabelWidth,
  placed: readonly PlacedMark[],
  scene: MarkScene,
): void {
  const candidates = placed.filter(({ box }) => box.width >= narrowestLabelled);
  if (candidates.length === 0 || candidates.length > mostLabels * 4) return;
  const reserved = scene.selected === null ? [] : [withRoomForLabel(boxToPane(scene.view, scene.selected.box))];
  const places = createLabelPlaces(reserved);
  const font = `11px ${scene.font}`;
  let drawn = 0;
  const ranked = candidates.map(({ mark, box }) => ({ mark, box, worth: labelWorth(mark) }));
  for (const { mark, box } of ranked.sort((a, b) => b.worth - a.worth)) {
    const size = { width: labelWidth(context, mark.label, font) + 8, height: labelHeight };
    const place = { x: Math.round(box.x), y: Math.round(box.y - labelHeight - 2), ...size };
    if (!places.take(place)) continue;
    const colour = markColour(mark.severity, mark.state);
    const name = `label ${colour} ${mark.label}`;
    const sprite =
      sprites.get(name) ??
      sprites.add(name, size, (ink) => {
        ink.fillStyle = markInk.edge;
        ink.fillRect(-size.width / 2, -size.height / 2, size.width, size.height);
        ink.font = font;
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
