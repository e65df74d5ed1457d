import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backByDifference } from './back-by-difference.ts';
import { drawPair, pairSide, same } from './testing/drawn-pair.ts';

const flaw = { x: 40, y: 16, radius: 4, level: 80 };
const pair = drawPair([], { ...same, dx: 0.5, dy: 0.2, noise: 1 }, [flaw]);
const at = (y: number, confidence: number) => ({
  box: { x: 28, y: y - 12, width: 24, height: 24 },
  confidence,
  classIndex: 4,
});

describe('backing defects by the difference', () => {
  it('leaves what differs and lowers what does not, below every working threshold', () => {
    const [real, imagined] = backByDifference([at(16, 0.6), at(48, 0.99)], pair);
    expect(real).toEqual(at(16, 0.6));
    expect(imagined?.confidence).toBeCloseTo(0.297);
  });

  it('keeps a part of the confidence for a difference of a few pixels', () => {
    const few = { ...pair, board: pair.golden.slice() };
    for (const x of [39, 40, 41]) few.board[48 * pairSide + x] = 255;
    expect(backByDifference([at(48, 1)], few)[0]?.confidence).toBeCloseTo(0.65);
  });

  it('never raises a confidence, and keeps boxes, types and order', () => {
    const side = fc.integer({ min: 1, max: 200 });
    const place = fc.integer({ min: -20, max: 80 });
    const detection = fc.record({
      box: fc.record({ x: place, y: place, width: side, height: side }),
      confidence: fc.double({ min: 0, max: 1, noNaN: true }),
      classIndex: fc.nat(5),
    });
    fc.assert(
      fc.property(fc.array(detection, { maxLength: 8 }), (detections) => {
        const backed = backByDifference(detections, pair);
        expect(backed.map((one) => ({ ...one, confidence: 0 }))).toEqual(
          detections.map((one) => ({ ...one, confidence: 0 })),
        );
        for (const [i, { confidence }] of backed.entries()) {
          expect(confidence).toBeLessThanOrEqual(detections[i]!.confidence);
          expect(confidence).toBeGreaterThanOrEqual(0.3 * detections[i]!.confidence);
        }
      }),
    );
  });
});
