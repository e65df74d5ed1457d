/** Draws all marks of a pane in one go. CSS pixels; the caller has scaled the context to the device. */
import type { Box } from '../../../core/detection/box.ts';
import type { Point, Size } from '../space/point.ts';
import { boxToPane, type View } from '../space/view.ts';
import type { Arrangement } from './arrange.ts';
import { crisp, fillLine, markLine, outline } from './lines.ts';
import type { Mark, PlacedMark } from './mark.ts';
import { markColour, markDash, markInk } from './mark-colours.ts';
import type { MarkIndex } from './mark-index.ts';
import { createMarkSprites, lonelySign, signRadius, smallestSign } from './mark-sprites.ts';
import { createLabelPainter } from './paint-labels.ts';
import { createSprites, stamp } from './sprites.ts';
import { paintStamps, type Stamps, stampsOf } from './stamps.ts';
import { createVisibleMarks } from './visible-marks.ts';
import { inSteps } from './when-idle.ts';

interface MarkScene {
  readonly index: MarkIndex;
  /** Drawn by its own node, not here; its place stays free of labels. */
  readonly selected: Mark | null;
  readonly view: View;
  readonly pane: Size;
}

export type MarkPainter = (context: CanvasRenderingContext2D, scene: MarkScene) => void;

/** Marks outside the pane by less than this are drawn too: their sign or label may reach into it. CSS pixels. */
const reach = 32;

export const labelText = (mark: Pick<Mark, 'label' | 'confidence'>): string =>
  mark.confidence === '' ? mark.label : `${mark.label} ${mark.confidence}`;

/** A small box has a small sign, so that boxes close together do not drown in signs. Whole pixels: few sprites. */
const radiusFor = (box: Size): number =>
  Math.round(Math.min(signRadius, Math.max(smallestSign, Math.max(box.width, box.height) * 0.2)));

/** What an arrangement draws by copying: the signs below its boxes, the counts above them. */
interface ArrangementStamps {
  readonly signs: Stamps;
  readonly clusters: Stamps;
}

const middleOfMark = ({ box }: Mark): Point => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });

/** For one screen and font. Keeps what one frame can take from the one before it. */
export function createMarkPainter(devicePixelRatio: number, font: string): MarkPainter {
  const sprites = createSprites(devicePixelRatio);
  const markSprites = createMarkSprites(sprites, font);
  const labels = createLabelPainter(sprites, devicePixelRatio, font);
  const stamps = new WeakMap<Arrangement, ArrangementStamps>();
  const stampsFor = (arrangement: Arrangement): ArrangementStamps => {
    let made = stamps.get(arrangement);
    if (made === undefined) {
      made = {
        signs: stampsOf(arrangement.signs, middleOfMark, (mark) => markSprites.ofSign(mark, lonelySign)),
        clusters: stampsOf(arrangement.clusters, ({ at }) => at, markSprites.ofCluster),
      };
      stamps.set(arrangement, made);
    }
    return made;
  };
  function* prepare(arrangement: Arrangement): Generator<void> {
    yield* markSprites.makeClusters(arrangement.clusters);
    yield;
    stampsFor(arrangement);
  }
  function* prepareKinds({ marks }: MarkIndex): Generator<void> {
    yield* markSprites.makeSigns(marks);
    yield;
    yield* labels.make(marks);
  }
  const visible = createVisibleMarks({ later: inSteps, prepare });
  let known: MarkIndex | null = null;
  return (context, scene) => {
    const { index, selected, view, pane } = scene;
    if (index !== known) {
      known = index;
      inSteps(prepareKinds(index));
    }
    const arrangement = visible(index, selected?.id ?? null, view, pane);
    const { signs, clusters } = stampsFor(arrangement);
    paintStamps(context, signs, view, pane, devicePixelRatio, reach);
    const placed: PlacedMark[] = [];
    for (const mark of arrangement.boxes) {
      const x = mark.box.x * view.scale + view.x;
      const y = mark.box.y * view.scale + view.y;
      // More is arranged than a pane shows, four times as much before the level of detail changes.
      if (x >= pane.width + reach || y >= pane.height + reach) continue;
      if (x + mark.box.width * view.scale <= -reach || y + mark.box.height * view.scale <= -reach) continue;
      placed.push({ mark, box: crisp(boxToPane(view, mark.box), markLine, devicePixelRatio) });
    }
    paintBoxes(context, placed);
    for (const { mark, box } of placed)
      stamp(context, markSprites.ofSign(mark, radiusFor(box)), box.x + box.width, box.y, devicePixelRatio);
    paintStamps(context, clusters, view, pane, devicePixelRatio, reach);
    labels.paint(context, placed, selected, view);
  };
}

/** Solid lines as filled bars on whole device pixels, which need no smoothing; dashed ones are few. */
function paintBoxes(context: CanvasRenderingContext2D, placed: readonly PlacedMark[]): void {
  /** By colour: a change of the colour costs more than a bar. */
  const solid = new Map<string, Box[]>();
  context.fillStyle = markInk.edge;
  for (const { mark, box } of placed) {
    if (markDash(mark.state).length > 0) continue;
    fillLine(context, box, markLine + 2);
    const colour = markColour(mark.severity, mark.state);
    const others = solid.get(colour);
    if (others === undefined) solid.set(colour, [box]);
    else others.push(box);
  }
  for (const [colour, boxes] of solid) {
    context.fillStyle = colour;
    for (const box of boxes) fillLine(context, box, markLine);
  }
  for (const { mark, box } of placed) {
    const dash = markDash(mark.state);
    if (dash.length === 0) continue;
    outline(context, [box], dash, markInk.edge, markLine + 2);
    outline(context, [box], dash, markColour(mark.severity, mark.state), markLine);
  }
}
