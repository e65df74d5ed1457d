import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Mark } from './mark.ts';
import { markDots } from './mark-dots.ts';

const markAt = (x: number, y: number, rest: Partial<Mark> = {}): Mark => ({
  id: `${x} ${y}`,
  box: { x: x - 1, y: y - 1, width: 2, height: 2 },
  label: 'open',
  confidence: '',
  severity: 'medium',
  state: 'not_verified',
  ...rest,
});
const size = { width: 40, height: 30 };
/** The pixels that are not empty, as x, y and colour. */
function dots(marks: readonly Mark[]): string[] {
  const bytes = markDots(marks, size, 0.1, 1);
  return Array.from({ length: size.width * size.height }, (_, place) => place).flatMap((place) => {
    const [red, green, blue, alpha] = bytes.subarray(4 * place, 4 * place + 4);
    return alpha === 0 ? [] : [`${place % size.width},${Math.floor(place / size.width)} ${red} ${green} ${blue}`];
  });
}

describe('marks as dots on the minimap', () => {
  it('shows few marks as squares around their middle, in their colour', () => {
    const square = [49, 59, 69].flatMap((y) =>
      [99, 109, 119].map((x) => `${Math.floor(x / 10)},${Math.floor(y / 10)}`),
    );
    expect(dots([markAt(105, 55)])).toEqual(square.map((place) => `${place} 245 188 61`));
  });

  it('shows each of many as a single dot', () => {
    const marks = Array.from({ length: 600 }, (_, place) => markAt(105 + (place % 2) * 50, 55));
    expect(dots(marks)).toEqual(['10,5 245 188 61', '15,5 245 188 61']);
  });

  it('cuts off what reaches beyond the picture, and never shows it on the other side', () => {
    const place = fc.integer({ min: -200, max: 600 });
    fc.assert(
      fc.property(place, place, (x, y) => {
        for (const dot of dots([markAt(x, y)])) {
          const [left, top] = dot.split(' ')[0]!.split(',').map(Number);
          expect(Math.abs(left! + 0.5 - x / 10)).toBeLessThanOrEqual(2);
          expect(Math.abs(top! + 0.5 - y / 10)).toBeLessThanOrEqual(2);
        }
      }),
    );
  });
});
