import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrange, cellOf, createLabelPlaces, labelWorth } from './arrange.ts';
import type { Mark } from './mark.ts';

const mark = (id: number, box: Mark['box'], rest: Partial<Mark> = {}): Mark => ({
  id: String(id),
  box,
  label: 'open',
  confidence: '0.80',
  severity: 'medium',
  state: 'not_verified',
  ...rest,
});
const marks = fc
  .array(
    fc.record({
      x: fc.integer({ min: 0, max: 16_000 }),
      y: fc.integer({ min: 0, max: 16_000 }),
      width: fc.integer({ min: 2, max: 120 }),
      height: fc.integer({ min: 2, max: 120 }),
    }),
    { maxLength: 200 },
  )
  .map((boxes) => boxes.map((box, id) => mark(id, box)));
const scale = fc.double({ min: 0.02, max: 20, noNaN: true });

describe('level of detail', () => {
  it('shows every mark, in exactly one way', () => {
    fc.assert(
      fc.property(marks, scale, (all, zoom) => {
        const { boxes, signs, clusters } = arrange(all, zoom);
        const counted = clusters.reduce((sum, { count }) => sum + count, 0);
        expect(boxes.length + signs.length + counted).toBe(all.length);
        expect(new Set([...boxes, ...signs]).size).toBe(boxes.length + signs.length);
      }),
    );
  });

  it('counts the same marks together wherever the board is moved to', () => {
    const near = [10, 14, 18].map((x, id) => mark(id, { x, y: 10, width: 4, height: 4 }));
    const far = mark(9, { x: 15_000, y: 15_000, width: 4, height: 4 });
    expect(arrange(near, 0.05).clusters).toEqual(arrange([...near, far], 0.05).clusters);
  });

  it('counts together what lies in one cell, and nothing else', () => {
    fc.assert(
      fc.property(marks, scale, (all, zoom) => {
        const { boxes, clusters } = arrange(all, zoom);
        const cells = new Map<string, number>();
        for (const { box } of all.filter((one) => !boxes.includes(one))) {
          const place = [box.x + box.width / 2, box.y + box.height / 2].map((at) => Math.floor(at / cellOf(zoom)));
          cells.set(place.join(), (cells.get(place.join()) ?? 0) + 1);
        }
        const counted = [...cells.values()].filter((count) => count > 2);
        expect(clusters.map(({ count }) => count).sort()).toEqual(counted.sort());
      }),
    );
  });

  it('draws each as a box once there is room', () => {
    const near = [10, 14, 18].map((x, id) => mark(id, { x, y: 10, width: 4, height: 4 }));
    expect(arrange(near, 4).boxes).toHaveLength(3);
  });

  it('gives a count the worst severity that is still open', () => {
    const at = { x: 0, y: 0, width: 4, height: 4 };
    const worst = (...some: Mark[]) => arrange(some, 0.1).clusters[0]?.worst;
    const low = mark(0, at, { severity: 'low' });
    const dismissed = mark(1, at, { severity: 'critical', state: 'rejected' });
    expect(worst(low, dismissed, mark(2, at, { severity: 'high', state: 'confirmed' }))).toBe('high');
    expect(worst(low, low, dismissed)).toBe('low');
    expect(worst(dismissed, dismissed, dismissed)).toBeNull();
  });

  it('has cells that halve as one zooms in, never one in between', () => {
    fc.assert(
      fc.property(scale, (zoom) => {
        expect(Number.isInteger(Math.log2(cellOf(zoom)))).toBe(true);
      }),
    );
  });

  it('never lets two labels cover each other, nor the label of the selected mark', () => {
    const label = fc.record({ x: fc.nat(800), y: fc.nat(600), width: fc.constant(60), height: fc.constant(16) });
    const meets = (a: Mark['box'], b: Mark['box']) =>
      a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
    fc.assert(
      fc.property(fc.array(label, { maxLength: 80 }), label, (wanted, reserved) => {
        const places = createLabelPlaces([reserved]);
        const drawn = [reserved, ...wanted.filter((one) => places.take(one))];
        for (const [place, one] of drawn.entries())
          for (const other of drawn.slice(place + 1)) expect(meets(one, other)).toBe(false);
      }),
    );
  });

  it('labels what must be decided first, worse before milder', () => {
    const at = { x: 0, y: 0, width: 30, height: 30 };
    const confirmed = mark(1, at, { severity: 'critical', state: 'confirmed' });
    const low = mark(2, at, { severity: 'low' });
    const high = mark(3, at, { severity: 'high' });
    expect([confirmed, low, high].sort((a, b) => labelWorth(b) - labelWorth(a))).toEqual([high, low, confirmed]);
  });
});
