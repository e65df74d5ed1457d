import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocateGrey, type GreyImage } from '../decode/grey-image.ts';
import type { Registration } from '../protocol.ts';
import { createGoldenWindows } from './resample-kernel/resample-kernel.ts';
import { applySimilarity, composeSimilarity, fromRegistration, identity, invertSimilarity } from './similarity.ts';
import { worstMiss } from './testing/drawn-board.ts';
import { warpGolden } from './warp.ts';

const windows = createGoldenWindows();

/** Brightness rises evenly, so that bilinear sampling is exact and every pixel tells where it was taken from. */
function ramp(width: number, height: number, alongX: number, alongY: number): GreyImage {
  const image = allocateGrey(width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) image.data[y * width + x] = Math.round(alongX * (x + 0.5) + alongY * (y + 0.5));
  }
  return image;
}

const registrations = fc.record({
  dx: fc.double({ min: -20, max: 20, noNaN: true }),
  dy: fc.double({ min: -20, max: 20, noNaN: true }),
  angle: fc.oneof(
    fc.constant(0),
    fc.double({ min: -2, max: 2, noNaN: true }),
    fc.double({ min: -180, max: 180, noNaN: true }),
  ),
  scale: fc.oneof(
    fc.constant(1),
    fc.double({ min: 0.99, max: 1.01, noNaN: true }),
    fc.double({ min: 0.8, max: 1.3, noNaN: true }),
  ),
  score: fc.constant(1),
});

describe('warpGolden', () => {
  it('shows at every board pixel the golden where the registration maps it, edges repeated', () => {
    fc.assert(
      fc.property(registrations, fc.boolean(), (registration, vertical) => {
        const golden = ramp(120, 100, vertical ? 0 : 2, vertical ? 2.5 : 0);
        const seen = warpGolden(windows, golden, registration, 90, 110);
        const map = fromRegistration(registration, 90, 110);
        for (let y = 0; y < 110; y += 7) {
          for (let x = 0; x < 90; x += 7) {
            const at = applySimilarity(map, { x: x + 0.5, y: y + 0.5 });
            const gx = Math.max(0.5, Math.min(at.x, 119.5));
            const gy = Math.max(0.5, Math.min(at.y, 99.5));
            const expected = vertical ? 2.5 * gy : 2 * gx;
            if (Math.abs(seen.data[y * 90 + x]! - expected) > 1.6) return false;
          }
        }
        return true;
      }),
      { numRuns: 150 },
    );
  });

  it('of a region is that part of the whole', () => {
    const golden = ramp(64, 64, 1.5, 1.7);
    const region = { x: 11, y: 5, width: 30, height: 40 };
    const check = (registration: Registration): void => {
      const whole = warpGolden(windows, golden, registration, 64, 64);
      const part = warpGolden(windows, golden, registration, 64, 64, region);
      expect([part.width, part.height]).toEqual([30, 40]);
      for (let y = 0; y < 40; y++) {
        for (let x = 0; x < 30; x++) {
          const expected = whole.data[(y + 5) * 64 + x + 11]!;
          expect(Math.abs(part.data[y * 30 + x]! - expected)).toBeLessThanOrEqual(1);
        }
      }
    };
    fc.assert(fc.property(registrations, check), { numRuns: 20 });
    check({ dx: 0, dy: 0, angle: 0, scale: 1, score: 1 });
  });

  it('copies nothing where nothing moves noticeably, and something where it does', () => {
    const golden = ramp(64, 64, 1, 2);
    const still = { dx: 0.2, dy: -0.2, angle: 0, scale: 1, score: 1 };
    expect(warpGolden(windows, golden, still, 64, 64).data.buffer).toBe(golden.data.buffer);
    expect(warpGolden(windows, golden, { ...still, dx: 0.4 }, 64, 64).data.buffer).not.toBe(golden.data.buffer);
    expect(warpGolden(windows, golden, still, 64, 60).data.buffer).not.toBe(golden.data.buffer);
  });

  it('averages a golden of higher resolution instead of picking pixels', () => {
    const stripes = allocateGrey(200, 200);
    stripes.data.forEach((_, at) => {
      stripes.data[at] = at % 2 === 0 ? 0 : 255;
    });
    const seen = warpGolden(windows, stripes, { dx: 50, dy: 50, angle: 0, scale: 2, score: 1 }, 100, 100);
    expect(Math.abs(seen.data[50 * 100 + 50]! - 127)).toBeLessThanOrEqual(2);
  });

  it('keeps to the exact place over long rows', () => {
    const width = 12_000;
    const golden = allocateGrey(width, 8);
    golden.data.forEach((_, at) => {
      golden.data[at] = (at % width) % 100 < 50 ? 0 : 255;
    });
    const registration = { dx: 0, dy: 0, angle: 0, scale: 1.0001, score: 1 };
    const seen = warpGolden(windows, golden, registration, width, 8);
    const map = fromRegistration(registration, width, 8);
    for (let x = 25; x < width - 25; x += 1) {
      const gx = applySimilarity(map, { x: x + 0.5, y: 4 }).x - 0.5;
      const phase = ((gx % 50) + 50) % 50;
      if (phase > 1.1 && phase < 48.9) expect(seen.data[4 * width + x]).toBe(gx % 100 < 50 ? 0 : 255);
    }
  });

  it.each([1, 1.0001, 1.3])('keeps to it in a golden that is wider than 32,767 pixels, at scale %d', (scale) => {
    const width = 42_000;
    const boardWidth = Math.round(width / scale);
    const golden = allocateGrey(width, 12);
    // Plateaus of 16 px, so that only their rims depend on how a sample is rounded.
    golden.data.forEach((_, at) => {
      golden.data[at] = (((at % width) >> 4) * 7) % 251;
    });
    const registration = { dx: (width - boardWidth) / 2 + 3, dy: 1, angle: 0, scale, score: 1 };
    const map = fromRegistration(registration, boardWidth, 8);
    const regions = [{ x: boardWidth - 700, y: 0, width: 640, height: 8 }];
    if (scale < 1.1) regions.push({ x: 0, y: 0, width: boardWidth, height: 8 });
    for (const region of regions) {
      const seen = warpGolden(windows, golden, registration, boardWidth, 8, region);
      for (let x = 0; x < region.width - 8; x += 1) {
        const gx = applySimilarity(map, { x: region.x + x + 0.5, y: 4 }).x - 0.5;
        if (gx % 16 < 1 || gx % 16 > 14) continue;
        if (seen.data[4 * region.width + x] !== (Math.floor(gx / 16) * 7) % 251) throw new Error(`wrong at ${gx}`);
      }
    }
  });
});

describe('similarities', () => {
  it('undone by their inverse', () => {
    fc.assert(
      fc.property(registrations, (registration) => {
        const map = fromRegistration(registration, 300, 200);
        expect(worstMiss(composeSimilarity(invertSimilarity(map), map), identity, 300, 200)).toBeLessThan(1e-9);
      }),
    );
  });
});
