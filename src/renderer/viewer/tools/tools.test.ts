import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Point } from '../space/point.ts';
import { handles, resizedBox, spannedBox } from './handles.ts';
import { step } from './step.ts';
import { selecting, type Target, type Tool, type ToolEffect, type ToolEvent } from './tool.ts';

const board = { width: 1000, height: 800 };
const target: Target = {
  defectId: 'd1',
  annotationId: null,
  box: { x: 100, y: 200, width: 60, height: 40 },
};

/** Pane and board pixels are the same here: scale 1. */
const down = (x: number, y: number): ToolEvent => ({ type: 'pointer_down', at: { x, y }, pane: { x, y }, reach: 6 });
const to = (x: number, y: number): ToolEvent => ({ type: 'pointer_move', at: { x, y }, pane: { x, y }, even: false });
const up = (x: number, y: number): ToolEvent => ({ type: 'pointer_up', at: { x, y }, pane: { x, y }, reach: 6 });

function play(events: readonly ToolEvent[], from: Tool = selecting): { tool: Tool; effects: ToolEffect[] } {
  let tool = from;
  const effects: ToolEffect[] = [];
  for (const event of events) {
    const next = step(tool, event, { board });
    tool = next.tool;
    effects.push(...next.effects);
  }
  return { tool, effects };
}
const adjust: ToolEvent = { type: 'choose_adjust', target };

describe('selecting', () => {
  it('a click picks what lies there, even with a hand that shakes', () => {
    expect(play([down(10, 10), to(12, 13), up(12, 13)]).effects).toEqual([
      { type: 'pick', at: { x: 12, y: 13 }, reach: 6 },
    ]);
  });

  it('a drag moves the board with the pointer and picks nothing', () => {
    const { effects } = play([down(10, 10), to(30, 10), to(35, 20), up(35, 20)]);
    const moved = effects.reduce(
      (sum, effect) => (effect.type === 'pan' ? { x: sum.x + effect.dx, y: sum.y + effect.dy } : sum),
      { x: 0, y: 0 },
    );
    expect(moved).toEqual({ x: 25, y: 10 });
    expect(effects.some(({ type }) => type === 'pick')).toBe(false);
  });

  it('a gesture that the system takes away picks nothing', () => {
    expect(play([down(10, 10), { type: 'pointer_lost' }, up(10, 10)]).effects).toEqual([]);
  });
});

describe('drawing a missed defect', () => {
  it('gives the box in whole pixels, whichever corner the pointer came from', () => {
    const { tool, effects } = play([{ type: 'choose_draw' }, down(200.4, 150.2), to(120, 90), up(120, 90)]);
    expect(effects).toEqual([{ type: 'drew', box: { x: 120, y: 90, width: 80, height: 60 } }]);
    expect(tool).toEqual(selecting);
  });

  it('a click alone draws nothing and the tool stays in hand', () => {
    const { tool, effects } = play([{ type: 'choose_draw' }, down(50, 50), up(50, 50)]);
    expect(effects).toEqual([]);
    expect(tool.name).toBe('draw');
  });

  it('Escape drops the box first and the tool second', () => {
    const half = play([{ type: 'choose_draw' }, down(50, 50), to(90, 90), { type: 'escape' }]);
    expect(half).toMatchObject({ tool: { name: 'draw', box: null }, effects: [] });
    expect(play([{ type: 'escape' }], half.tool).tool).toEqual(selecting);
  });

  it('goes without a pointer: a box is placed, nudged and kept', () => {
    const placed = { x: 400, y: 300, width: 50, height: 50 };
    const { tool, effects } = play([
      { type: 'choose_draw' },
      { type: 'place', box: placed },
      { type: 'nudge', dx: 10, dy: 0 },
      { type: 'grow', dx: 0, dy: 5 },
      { type: 'keep' },
    ]);
    expect(effects).toEqual([{ type: 'drew', box: { x: 410, y: 300, width: 50, height: 55 } }]);
    expect(tool).toEqual(selecting);
  });

  it('a placed box that is dragged is not stored before it is kept', () => {
    const placed = { x: 400, y: 300, width: 50, height: 50 };
    const dragged = play([
      { type: 'choose_draw' },
      { type: 'place', box: placed },
      down(425, 325),
      to(435, 325),
      up(435, 325),
    ]);
    expect(dragged.effects).toEqual([]);
    expect(play([{ type: 'keep' }], dragged.tool).effects).toEqual([{ type: 'drew', box: { ...placed, x: 410 } }]);
  });
});

describe('correcting a box', () => {
  it('dragging inside moves it, dragging a corner resizes it, each stored as it is let go', () => {
    const moved = play([adjust, down(130, 220), to(150, 230), up(150, 230)]);
    expect(moved.effects).toEqual([{ type: 'adjusted', target, box: { x: 120, y: 210, width: 60, height: 40 } }]);
    expect(moved.tool).toMatchObject({ name: 'adjust', target: { box: { x: 120, y: 210 } } });

    const resized = play([down(180, 250), to(200, 260), up(200, 260)], moved.tool);
    expect(resized.effects).toMatchObject([{ type: 'adjusted', box: { x: 120, y: 210, width: 80, height: 50 } }]);
  });

  it('a drag that ends where it began stores nothing', () => {
    expect(play([adjust, down(130, 220), to(150, 230), to(130, 220), up(130, 220)]).effects).toEqual([]);
  });

  it('Escape during a drag puts the box back', () => {
    const { tool, effects } = play([adjust, down(130, 220), to(300, 300), { type: 'escape' }]);
    expect(effects).toEqual([]);
    expect(tool).toMatchObject({ name: 'adjust', box: target.box });
  });

  it('nudges are kept by Enter, by a click beside the box and by taking another tool, and dropped by Escape', () => {
    const nudge: ToolEvent = { type: 'nudge', dx: 1, dy: 0 };
    const adjusted = { type: 'adjusted', target, box: { ...target.box, x: 101 } };
    expect(play([adjust, nudge, { type: 'keep' }]).effects).toEqual([adjusted]);
    expect(play([adjust, nudge, down(700, 700), up(700, 700)]).effects[0]).toEqual(adjusted);
    expect(play([adjust, nudge, { type: 'choose_draw' }]).effects).toEqual([adjusted]);
    expect(play([adjust, nudge, { type: 'escape' }]).effects).toEqual([]);
  });

  it('moves the board when the drag begins beside the box', () => {
    const { effects } = play([adjust, down(700, 700), to(720, 700), up(720, 700)]);
    expect(effects).toEqual([{ type: 'pan', dx: 20, dy: 0 }]);
  });
});

const coordinate = fc.double({ min: -2000, max: 2000, noNaN: true });
const place: fc.Arbitrary<Point> = fc.record({ x: coordinate, y: coordinate });
const event: fc.Arbitrary<ToolEvent> = fc.oneof(
  place.map(({ x, y }) => down(x, y)),
  fc
    .record({ p: place, even: fc.boolean() })
    .map(({ p, even }): ToolEvent => ({ type: 'pointer_move', at: p, pane: p, even })),
  place.map(({ x, y }) => up(x, y)),
  place.map(({ x, y }): ToolEvent => ({ type: 'nudge', dx: Math.round(x), dy: Math.round(y) })),
  place.map(({ x, y }): ToolEvent => ({ type: 'grow', dx: Math.round(x), dy: Math.round(y) })),
  fc.constantFrom<ToolEvent>(
    { type: 'pointer_lost' },
    { type: 'keep' },
    { type: 'escape' },
    { type: 'choose_select' },
    { type: 'choose_draw' },
    { type: 'place', box: { x: 10, y: 10, width: 30, height: 30 } },
    adjust,
  ),
);

describe('whatever a person does', () => {
  it('every box that is stored lies on the board, in whole pixels and with an area', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        for (const effect of play(events).effects) {
          if (effect.type !== 'drew' && effect.type !== 'adjusted') continue;
          const { x, y, width, height } = effect.box;
          for (const value of [x, y, width, height]) expect(Number.isInteger(value)).toBe(true);
          expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
          expect(Math.min(width, height)).toBeGreaterThan(0);
          expect(x + width).toBeLessThanOrEqual(board.width);
          expect(y + height).toBeLessThanOrEqual(board.height);
        }
      }),
    );
  });

  it('Escape twice always leads back to selecting', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), (events) => {
        const { tool } = play([...events, { type: 'escape' }, { type: 'escape' }]);
        expect(tool.name).toBe('select');
      }),
    );
  });

  it('a handle moves its own sides only', () => {
    fc.assert(
      fc.property(fc.constantFrom(...handles), coordinate, coordinate, (handle, dx, dy) => {
        const { box } = target;
        const after = resizedBox(box, handle, dx, dy, board);
        if (!handle.includes('w')) expect(after.x).toBe(box.x);
        if (!handle.includes('e')) expect(after.x + after.width).toBe(box.x + box.width);
        if (!handle.startsWith('n')) expect(after.y).toBe(box.y);
        if (!handle.startsWith('s')) expect(after.y + after.height).toBe(box.y + box.height);
      }),
    );
  });

  it('Shift draws a square that stays on the board', () => {
    fc.assert(
      fc.property(place, place, (from, end) => {
        const box = spannedBox(from, end, true, board);
        expect(box.width).toBeCloseTo(box.height, 6);
        expect(box.x + box.width).toBeLessThanOrEqual(board.width + 1e-6);
        expect(box.y + box.height).toBeLessThanOrEqual(board.height + 1e-6);
      }),
    );
  });
});
