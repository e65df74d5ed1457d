import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxInMiddle, type PaneKey, paneKeyAction } from './pane-keys.ts';

const frame = { view: { scale: 1, x: 0, y: 0 }, pane: { width: 800, height: 600 }, board: { width: 800, height: 600 } };
const press = (key: string, held: Partial<PaneKey> = {}): PaneKey => ({
  key,
  shiftKey: false,
  ctrlKey: false,
  ...held,
});

describe('keys of the board', () => {
  it('Shift and an arrow move the board, an arrow alone is left to the list of defects', () => {
    expect(paneKeyAction(press('ArrowRight', { shiftKey: true }), 'select', frame)).toMatchObject({
      type: 'pan',
      dx: -96,
    });
    expect(paneKeyAction(press('ArrowDown'), 'select', frame)).toBeNull();
  });

  it('arrows move and resize a box that is being corrected', () => {
    expect(paneKeyAction(press('ArrowUp'), 'adjust', frame)).toEqual({
      type: 'tool',
      event: { type: 'nudge', dx: 0, dy: -1 },
    });
    expect(paneKeyAction(press('ArrowLeft', { shiftKey: true }), 'adjust', frame)).toMatchObject({
      event: { dx: -10 },
    });
    expect(paneKeyAction(press('ArrowLeft', { ctrlKey: true }), 'adjust', frame)).toMatchObject({
      event: { type: 'grow' },
    });
  });

  it('Enter signs the board off only while no tool is in hand', () => {
    expect(paneKeyAction(press('Enter'), 'select', frame)).toBeNull();
    expect(paneKeyAction(press('Enter'), 'adjust', frame)).toMatchObject({ event: { type: 'keep' } });
    expect(paneKeyAction(press('Enter'), 'draw', frame)).toMatchObject({ event: { type: 'place' } });
    expect(paneKeyAction(press('Escape'), 'draw', frame)).toMatchObject({ event: { type: 'escape' } });
  });

  it('places a box on the board, wherever one looks and however small the board is', () => {
    const side = fc.integer({ min: 8, max: 5000 });
    fc.assert(
      fc.property(
        side,
        side,
        fc.double({ min: 0.05, max: 20, noNaN: true }),
        fc.integer(),
        (width, height, scale, x) => {
          const box = boxInMiddle({ scale, x: x % 5000, y: 0 }, frame.pane, { width, height });
          expect(Math.min(box.x, box.y)).toBeGreaterThanOrEqual(0);
          expect(box.x + box.width).toBeLessThanOrEqual(width);
          expect(box.y + box.height).toBeLessThanOrEqual(height);
        },
      ),
    );
  });
});
