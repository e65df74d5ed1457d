import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxToPane } from '../space/view.ts';
import type { Arrangement } from './arrange.ts';
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

  it('has the next finer level ready for who zooms in, the same as if it were arranged then', () => {
    const works: (() => void)[] = [];
    const prepared: Arrangement[] = [];
    const visible = createVisibleMarks(
      (work) => works.push(work),
      (arrangement) => prepared.push(arrangement),
    );
    const fitted = { scale: 0.1, x: 0, y: 0 };
    const closer = { scale: 0.14, x: -10, y: -10 };
    visible(index, '7', fitted, pane);
    for (let work = works.shift(); work !== undefined; work = works.shift()) work();
    expect(prepared).toHaveLength(1);
    expect(visible(index, '7', closer, pane)).toBe(prepared[0]);
    expect(prepared[0]).toEqual(createVisibleMarks()(index, '7', closer, pane));
  });

  it('prepares nothing for a board that is no longer shown', () => {
    const works: (() => void)[] = [];
    const prepared: Arrangement[] = [];
    const visible = createVisibleMarks(
      (work) => works.push(work),
      (arrangement) => prepared.push(arrangement),
    );
    visible(index, null, { scale: 0.1, x: 0, y: 0 }, pane);
    visible(indexMarks([]), null, { scale: 0.1, x: 0, y: 0 }, pane);
    for (let work = works.shift(); work !== undefined; work = works.shift()) work();
    expect(prepared).toEqual([{ boxes: [], signs: [], clusters: [] }]);
  });
});
