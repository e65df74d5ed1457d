import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Mark } from './mark.ts';
import { indexMarks } from './mark-index.ts';

const box = fc.record({
  x: fc.integer({ min: 0, max: 2000 }),
  y: fc.integer({ min: 0, max: 2000 }),
  width: fc.integer({ min: 1, max: 300 }),
  height: fc.integer({ min: 1, max: 300 }),
});
const marks = fc.array(box, { maxLength: 60 }).map((boxes) =>
  boxes.map(
    (one, place): Mark => ({
      id: String(place),
      box: one,
      label: 'short',
      confidence: '0.90',
      severity: 'high',
      state: 'not_verified',
    }),
  ),
);

describe('finding marks', () => {
  it('finds those that meet a region, as looking at each would', () => {
    fc.assert(
      fc.property(marks, box, (all, region) => {
        const found = indexMarks(all)
          .within(region)
          .sort((a, b) => a - b);
        const looked = all.flatMap(({ box: one }, place) =>
          one.x <= region.x + region.width &&
          region.x <= one.x + one.width &&
          one.y <= region.y + region.height &&
          region.y <= one.y + one.height
            ? [place]
            : [],
        );
        expect(found).toEqual(looked);
      }),
    );
  });

  it('picks the smaller of two boxes, one inside the other', () => {
    const [outer, inner] = [
      { x: 0, y: 0, width: 100, height: 100 },
      { x: 40, y: 40, width: 10, height: 10 },
    ];
    const index = indexMarks([outer, inner].map((one, place) => markAt(one, String(place))));
    expect(index.at({ x: 45, y: 45 }, 2)?.id).toBe('1');
    expect(index.at({ x: 10, y: 10 }, 2)?.id).toBe('0');
    expect(index.at({ x: 300, y: 300 }, 2)).toBeNull();
  });
});

const markAt = (place: Mark['box'], id: string): Mark => ({
  id,
  box: place,
  label: '',
  confidence: '',
  severity: 'low',
  state: 'not_verified',
});
