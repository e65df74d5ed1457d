import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocateGrey, type GreyImage } from '../../decode/grey-image.ts';
import { kernelSourceSha256 } from '../../wasm/testing/kernel-source.ts';
import { createGoldenWindows, mostSamples } from './resample-kernel.ts';
import { resampleKernelSourceSha256 } from './resample-kernel-bytes.ts';

const windows = createGoldenWindows();
const one = 65_536;
const side = 200;

function noise(seed: number): GreyImage {
  const image = allocateGrey(side, side);
  let state = seed;
  image.data.forEach((_, at) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    image.data[at] = state >>> 24;
  });
  return image;
}

/** The formula, written out: four pixels, weighed by 8 bits of each fraction, rounded once. */
function sample({ data, width }: GreyImage, gx: number, gy: number): number {
  const [fx, fy] = [(gx >> 8) & 255, (gy >> 8) & 255];
  const at = (gy >> 16) * width + (gx >> 16);
  const above = data[at]! * (256 - fx) + data[at + 1]! * fx;
  const below = data[at + width]! * (256 - fx) + data[at + width + 1]! * fx;
  return (above * (256 - fy) + below * fy + 0x8000) >> 16;
}

describe('resampling a row in the kernel', () => {
  const rows = fc.record({
    seed: fc.nat(),
    gx: fc.integer({ min: 10 * one, max: 20 * one }),
    gy: fc.integer({ min: 80 * one, max: 110 * one }),
    drift: fc.oneof(fc.constant(0), fc.integer({ min: -2000, max: 2000 })),
    stepY: fc.oneof(fc.constant(0), fc.integer({ min: -5000, max: 5000 })),
    count: fc.integer({ min: 1, max: 150 }),
  });

  it('gives what the formula says, from the whole golden and from a part of it', () => {
    fc.assert(
      fc.property(rows, fc.boolean(), ({ seed, gx, gy, drift, stepY, count }, isWhole) => {
        const golden = noise(seed);
        const whole = { x: 0, y: 0, width: side, height: side };
        const part = { x: 5, y: 60, width: side - 10, height: 80 };
        const seen = new Uint8Array(count);
        windows.open(golden, isWhole ? whole : part)!.along(gx, gy, one + drift, stepY, seen);
        const expected = Array.from({ length: count }, (_, i) =>
          sample(golden, gx + i * (one + drift), gy + i * stepY),
        );
        expect([...seen]).toEqual(expected);
      }),
      { numRuns: 200 },
    );
  });

  it('takes rows as long as it says, and leaves goldens to others that are too large to copy', () => {
    const long = allocateGrey(mostSamples + 2, 4).data.fill(7);
    const golden: GreyImage = { data: long, width: mostSamples + 2, height: 4 };
    const seen = new Uint8Array(mostSamples);
    windows.open(golden, { x: 0, y: 0, width: golden.width, height: 4 })!.along(0, one, one, 0, seen);
    expect(seen.every((value) => value === 7)).toBe(true);
    expect(windows.open(golden, { x: 0, y: 0, width: 16_384, height: 16_384 })).toBeNull();
  });

  it('was built from the source beside it; where this fails, run `npm run build:kernels`', () => {
    expect(resampleKernelSourceSha256).toBe(kernelSourceSha256(import.meta.dirname));
  });
});
