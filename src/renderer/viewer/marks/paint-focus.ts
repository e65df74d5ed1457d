/** Draws what a person works on: the selected mark, the notes, the box in hand. CSS pixels, few items. */
import type { Box } from '../../../core/detection/box.ts';
import type { Point, Size } from '../space/point.ts';
import { boxToPane, type View } from '../space/view.ts';
import { handlePoint, handles } from '../tools/handles.ts';
import type { Tool } from '../tools/tool.ts';
import { traceSeverity } from './glyphs.ts';
import { crisp, outline } from './lines.ts';
import type { Mark, Note } from './mark.ts';
import { markColour, markDash, markInk, noteDash } from './mark-colours.ts';
import { labelText } from './paint-marks.ts';
import { createSprites, type Sprite, type Sprites, stamp } from './sprites.ts';

export interface FocusScene {
  readonly view: View;
  readonly pane: Size;
  readonly devicePixelRatio: number;
  readonly font: string;
  readonly accent: string;
}

const tagHeight = 22;
/** Free space between the box and its tag, CSS pixels. */
const tagGap = 8;

/** Where a tag stands: above the box, below where there is no room, within the pane. */
function tagPlace(box: Box, width: number, pane: Size): Point {
  const above = box.y - tagGap - tagHeight;
  const below = box.y + box.height + tagGap;
  const y = above >= 2 || below + tagHeight > pane.height - 2 ? Math.max(2, above) : below;
  return { x: Math.round(Math.min(Math.max(2, box.x - 1), Math.max(2, pane.width - width - 2))), y: Math.round(y) };
}

/** Draws tags; each is written once and copied from then on: letters cost more than all else of a selected mark. */
export type TagPainter = (
  context: CanvasRenderingContext2D,
  text: string,
  box: Box,
  colour: string,
  scene: FocusScene,
) => void;

export function createTagPainter(devicePixelRatio: number): TagPainter {
  const sprites = createSprites(devicePixelRatio);
  return (context, text, box, colour, scene) => {
    const font = `600 13px ${scene.font}`;
    const name = `${colour} ${text} ${font}`;
    const sprite = sprites.get(name) ?? addTag(context, sprites, name, text, colour, font);
    const at = tagPlace(box, sprite.width, scene.pane);
    stamp(context, sprite, at.x + sprite.width / 2, at.y + sprite.height / 2, devicePixelRatio);
  };
}

function addTag(
  context: CanvasRenderingContext2D,
  sprites: Sprites,
  name: string,
  text: string,
  colour: string,
  font: string,
): Sprite {
  context.font = font;
  const width = Math.ceil(context.measureText(text).width) + 16;
  return sprites.add(name, { width, height: tagHeight }, (ink) => {
    ink.fillStyle = colour;
    ink.fillRect(-width / 2 - 1, -tagHeight / 2 - 1, width + 2, tagHeight + 2);
    ink.font = font;
    ink.textBaseline = 'middle';
    ink.textAlign = 'center';
    ink.fillStyle = markInk.text;
    ink.fillText(text, 0, 0.5);
  });
}

/** The selected mark while its box is corrected: what the model said stays visible, and out of the way. */
export function paintOriginal(context: CanvasRenderingContext2D, mark: Mark, scene: FocusScene): void {
  const box = crisp(boxToPane(scene.view, mark.box), 1, scene.devicePixelRatio);
  outline(context, [box], [], markInk.edge, 3);
  outline(context, [box], [3, 3], markColour(mark.severity, mark.state), 1);
}

/** The selected mark: a stronger line, a light frame around it that keeps its size when zoomed out, and its tag. */
export function paintSelected(
  context: CanvasRenderingContext2D,
  mark: Mark,
  scene: FocusScene,
  paintTag: TagPainter,
): void {
  const exact = boxToPane(scene.view, mark.box);
  const colour = markColour(mark.severity, mark.state);
  const box = crisp(exact, 3, scene.devicePixelRatio);
  const frame = grown(box, Math.max(5, (24 - Math.max(box.width, box.height)) / 2));
  outline(context, [frame], [], markInk.edge, 4);
  outline(context, [frame], [], '#ffffff', 1);
  outline(context, [box], markDash(mark.state), markInk.edge, 5);
  outline(context, [box], markDash(mark.state), colour, 3);
  if (exact.width < 6) {
    context.beginPath();
    traceSeverity(context, mark.severity, exact.x + exact.width / 2, exact.y + exact.height / 2, 4);
    context.fillStyle = colour;
    context.fill();
  }
  paintTag(context, labelText(mark), frame, colour, scene);
}

const grown = (box: Box, by: number): Box => ({
  x: box.x - by,
  y: box.y - by,
  width: box.width + 2 * by,
  height: box.height + 2 * by,
});

/** Notes have corners instead of a severity's sign, so that nobody takes them for what the model found. */
export function paintNotes(
  context: CanvasRenderingContext2D,
  notes: readonly Note[],
  selectedId: string | null,
  scene: FocusScene,
  paintTag: TagPainter,
): void {
  for (const note of notes) {
    const box = grown(crisp(boxToPane(scene.view, note.box), 2, scene.devicePixelRatio), 3);
    const selected = note.id === selectedId;
    outline(context, [box], noteDash(note.kind), markInk.edge, selected ? 6 : 4);
    outline(context, [box], noteDash(note.kind), markInk.note, selected ? 3 : 2);
    paintCorners(context, box);
    if (note.label !== '' && (selected || box.width >= 40))
      paintTag(context, note.label, tagBelow(box, scene.pane), markInk.note, scene);
  }
}

/** A note's tag stands below, where no mark's tag is: the box is mirrored for `tagPlace`. */
const tagBelow = (box: Box, pane: Size): Box =>
  box.y + box.height + tagGap + tagHeight <= pane.height
    ? { ...box, y: box.y + box.height + tagHeight + 2 * tagGap }
    : box;

function paintCorners(context: CanvasRenderingContext2D, box: Box): void {
  const arm = Math.min(8, box.width / 3, box.height / 3);
  context.beginPath();
  for (const [x, y, across, down] of [
    [box.x, box.y, 1, 1],
    [box.x + box.width, box.y, -1, 1],
    [box.x, box.y + box.height, 1, -1],
    [box.x + box.width, box.y + box.height, -1, -1],
  ] as const) {
    context.moveTo(x + across * arm, y);
    context.lineTo(x, y);
    context.lineTo(x, y + down * arm);
  }
  context.strokeStyle = markInk.note;
  context.lineWidth = 3;
  context.stroke();
}

const handleSide = 9;

/** The box that is drawn or adjusted now; nothing while the pointer selects. */
export function paintTool(context: CanvasRenderingContext2D, tool: Tool, scene: FocusScene): void {
  if (tool.name === 'select') return;
  if (tool.box === null) return;
  const box = crisp(boxToPane(scene.view, tool.box), 2, scene.devicePixelRatio);
  outline(context, [box], [], markInk.edge, 4);
  outline(context, [box], [], '#ffffff', 2);
  if (tool.name === 'draw') return;
  context.beginPath();
  for (const handle of handles) {
    const at = handlePoint(box, handle);
    context.rect(at.x - handleSide / 2, at.y - handleSide / 2, handleSide, handleSide);
  }
  context.fillStyle = '#ffffff';
  context.fill();
  context.strokeStyle = scene.accent;
  context.lineWidth = 2;
  context.stroke();
}
