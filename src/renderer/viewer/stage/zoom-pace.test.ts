import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paceWith, type ZoomPace, zoomRest } from './zoom-pace.ts';

/** The pace after frames of [scale, time]. */
const paceAfter = (...frames: readonly (readonly [scale: number, now: number])[]): ZoomPace | null =>
  frames.reduce<ZoomPace | null>((before, [scale, now]) => paceWith(before, scale, now), null);

describe('the pace of a zoom', () => {
  it('is that of a gesture from the second change on', () => {
    expect(paceAfter([1, 0], [1.1, 16])?.isZooming).toBe(false);
    expect(paceAfter([1, 0], [1.1, 16], [1.2, 32])?.isZooming).toBe(true);
  });

  it('rests once nothing changed for a blink, not before', () => {
    const gesture = [
      [1, 0],
      [1.1, 16],
      [1.2, 32],
    ] as const;
    expect(paceAfter(...gesture, [1.2, 32 + zoomRest - 1])?.isZooming).toBe(true);
    expect(paceAfter(...gesture, [1.2, 32 + zoomRest])?.isZooming).toBe(false);
  });

  it('takes steps that each rest, such as single turns of the wheel, one by one', () => {
    expect(paceAfter([1, 0], [1.1, 500], [1.2, 500 + zoomRest], [1.3, 500 + 2 * zoomRest])?.isZooming).toBe(false);
  });

  it('takes a jump to another place, such as to the next defect, as a single step', () => {
    expect(paceAfter([0.05, 0], [3, 1000])?.isZooming).toBe(false);
  });

  it('is no gesture while a board is only moved', () => {
    expect(paceAfter([1, 0], [1, 16], [1, 32], [1, 48])?.isZooming).toBe(false);
  });

  it('rests in the end, whatever went before', () => {
    const frame = fc.record({ scale: fc.constantFrom(1, 1.1, 1.2, 4), wait: fc.integer({ min: 1, max: 300 }) });
    fc.assert(
      fc.property(fc.array(frame, { minLength: 1 }), (frames) => {
        let now = 0;
        let pace: ZoomPace | null = null;
        for (const { scale, wait } of frames) {
          now += wait;
          pace = paceWith(pace, scale, now);
        }
        expect(paceWith(pace, frames.at(-1)?.scale ?? 1, now + zoomRest).isZooming).toBe(false);
      }),
    );
  });
});
