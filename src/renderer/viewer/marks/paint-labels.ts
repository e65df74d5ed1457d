/** Writes the types of marks above their boxes, as many as have room. */
import type { Box } from '../../../core/detection/box.ts';
import { boxToPane, type View } from '../space/view.ts';
import { createLabelPlaces, labelWorth } from './arrange.ts';
import type { Mark, PlacedMark } from './mark.ts';
import { markColour, markInk } from './mark-colours.ts';
import { kindsOf } from './mark-kinds.ts';
import { type Sprite, type Sprites, stamp } from './sprites.ts';

const mostLabels = 60;
const labelHeight = 16;
/** Narrower boxes show no label of their own: the selected one does, and the list. CSS pixels. */
const narrowestLabelled = 26;

export interface LabelPainter {
  /** `selected`: its place stays free of labels. */
  paint(context: CanvasRenderingContext2D, placed: readonly PlacedMark[], selected: Mark | null, view: View): void;
  /** Draws the labels that the marks may need; yields after each that was not there yet. */
  make(marks: readonly Mark[]): Generator<void>;
}

/** `family`: of the font, the same for all that these sprites show. */
export function createLabelPainter(sprites: Sprites, devicePixelRatio: number, family: string): LabelPainter {
  const font = `11px ${family}`;
  /** Few words on many boxes: each is measured once. CSS pixels. */
  const widths = new Map<string, number>();
  const widthOf = (label: string): number => {
    let width = widths.get(label);
    if (width === undefined) {
      width = sprites.widthOf(label, font) + 8;
      widths.set(label, width);
    }
    return width;
  };
  const spriteOf = ({ severity, state, label }: LabelKind): Sprite => {
    const colour = markColour(severity, state);
    const name = `label ${colour} ${label}`;
    const width = widthOf(label);
    return (
      sprites.get(name) ??
      sprites.add(name, { width, height: labelHeight }, (ink) => {
        ink.fillStyle = markInk.edge;
        ink.fillRect(-width / 2, -labelHeight / 2, width, labelHeight);
        ink.font = font;
        ink.textBaseline = 'middle';
        ink.textAlign = 'center';
        ink.fillStyle = colour;
        ink.fillText(label, 0, 0.5);
      })
    );
  };
  const paint: LabelPainter['paint'] = (context, placed, selected, view) => {
    const candidates = placed.filter(({ box }) => box.width >= narrowestLabelled);
    if (candidates.length === 0 || candidates.length > mostLabels * 4) return;
    const places = createLabelPlaces(selected === null ? [] : [withRoomForLabel(boxToPane(view, selected.box))]);
    const ranked = candidates.map(({ mark, box }) => ({ mark, box, worth: labelWorth(mark) }));
    let drawn = 0;
    for (const { mark, box } of ranked.sort((a, b) => b.worth - a.worth)) {
      const width = widthOf(mark.label);
      const place = { x: Math.round(box.x), y: Math.round(box.y - labelHeight - 2), width, height: labelHeight };
      if (!places.take(place)) continue;
      stamp(context, spriteOf(mark), place.x + width / 2, place.y + labelHeight / 2, devicePixelRatio);
      drawn += 1;
      if (drawn === mostLabels) return;
    }
  };
  function* make(marks: readonly Mark[]): Generator<void> {
    for (const kind of kindsOf(marks, ({ severity, state, label }) => `${markColour(severity, state)} ${label}`)) {
      const before = sprites.drawn();
      spriteOf(kind);
      if (sprites.drawn() > before) yield;
    }
  }
  return { paint, make };
}

/** What decides how a mark's label looks. */
type LabelKind = Pick<Mark, 'severity' | 'state' | 'label'>;

const withRoomForLabel = (box: Box): Box => ({
  x: box.x - 12,
  y: box.y - 34,
  width: Math.max(box.width + 24, 160),
  height: box.height + 46,
});
