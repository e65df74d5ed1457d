import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxToPane } from '../space/view.ts';
import { type Arrangement, arrange } from './arrange.ts';
import type { Mark } from './mark.ts';
import { indexMarks } from './mark-index.ts';
import { createVisibleMarks } from './visible-marks.ts';

const marks = Array.from(
  { length: 400 },
  (_, place): Mark => ({
    id: String(place),
    box: { x: (place % 20) * 100, y: Math.floor(place / 20) * 100, width: 30, height: 20 },
    label: 'open',
    confidence: '',
    severity: 'low',
    state: 'not_verified',
  }),
);
const index = indexMarks(marks);
const pane = { width: 400, height: 300 };

describe('the marks that a pane shows', () => {
  it('has every mark in sight but the selected one, after any moves', () => {
    const move = fc.record({
      scale: fc.constantFrom(0.5, 1, 2),
      x: fc.integer({ min: -2000, max: 300 }),
      y: fc.integer({ min: -2000, max: 300 }),
    });
    fc.assert(
      fc.property(fc.array(move, { minLength: 1, maxLength: 8 }), (views) => {
        const visible = createVisibleMarks();
        for (const view of views) {
          const { boxes, signs, clusters } = visible(index, '7', view, pane);
          const counted = clusters.reduce((sum, { count }) => sum + count, 0);
          const drawn = new Set([...boxes, ...signs].map(({ id }) => id));
          expect(drawn.has('7')).toBe(false);
          const inSight = marks.filter(({ id, box }) => {
            const at = boxToPane(view, box);
            const meets = at.x < 400 && at.y < 300 && at.x + at.width > 0 && at.y + at.height > 0;
            return meets && id !== '7';
          });
          const missing = inSight.filter(({ id }) => !drawn.has(id)).length;
          expect(missing).toBeLessThanOrEqual(counted);
        }
      }),
    );
  });

  it('arranges nothing anew while the board is only moved a little', () => {
    const visible = createVisibleMarks();
    const before = visible(index, null, { scale: 1, x: 0, y: 0 }, pane);
    expect(visible(index, null, { scale: 1, x: -90, y: -70 }, pane)).toBe(before);
    expect(visible(index, null, { scale: 1, x: -250, y: -100 }, pane)).not.toBe(before);
    expect(visible(index, '3', { scale: 1, x: -250, y: -100 }, pane).boxes).not.toContain(marks[3]);
  });

  describe('on a crowded board', () => {
    const crowd = Array.from(
      { length: 3000 },
      (_, place): Mark => ({
        ...marks[0]!,
        id: String(place),
        box: { x: (place % 60) * 40, y: Math.floor(place / 60) * 40, width: 12, height: 12 },
      }),
    );
    const crowded = indexMarks(crowd);
    const fitted = { scale: 0.1, x: 0, y: 0 };

    function makeVisible() {
      const waiting: Generator<void>[] = [];
      const prepared: Arrangement[] = [];
      const visible = createVisibleMarks({
        later: (work) => waiting.push(work),
        *prepare(arrangement) {
          prepared.push(arrangement);
          yield;
        },
      });
      const rest = (): void => {
        for (const work of waiting.splice(0)) for (const _ of work);
      };
      return { visible, prepared, rest };
    }

    it('has the finer levels ready for who zooms in, the same as if they were arranged then', () => {
      const { visible, prepared, rest } = makeVisible();
      visible(crowded, '7', fitted, pane);
      rest();
      const closer = [0.14, 0.3].map((scale) => visible(crowded, '7', { scale, x: -10, y: -10 }, pane));
      expect(closer).toEqual(prepared.slice(0, 2));
      for (const [place, level] of closer.entries()) expect(level).toBe(prepared[place]);
      expect(prepared[0]).toEqual(createVisibleMarks()(crowded, '7', { scale: 0.14, x: -10, y: -10 }, pane));
    });

    it('draws few marks as boxes where many would be counted', () => {
      const { visible } = makeVisible();
      const close = { scale: 1.2, x: -10, y: -10 };
      expect(arrange(crowd, 1).boxes).toHaveLength(0);
      expect(visible(crowded, null, close, pane).boxes.length).toBeGreaterThan(0);
    });

    it('prepares nothing for a board that is no longer shown', () => {
      const { visible, prepared, rest } = makeVisible();
      visible(crowded, null, fitted, pane);
      visible(index, null, fitted, pane);
      rest();
      expect(prepared).toEqual([]);
    });
  });
});
