import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { defaultMinRegistrationScore } from '../../core/detection/registration-limit.ts';
import { allocateGrey, type GreyImage, greyRows } from '../decode/grey-image.ts';
import type { Registration } from '../protocol.ts';
import { alignFromScratch } from './align.ts';
import { createBlockKernel } from './block-kernel/block-kernel.ts';
import { createRegistrar, type Registrar } from './registrar.ts';
import { fromRegistration, identity, type Similarity, toRegistration } from './similarity.ts';
import { type Artwork, drawArtwork, photograph, randomFrom, worstMiss } from './testing/drawn-board.ts';

const side = 480;
let registrar: Registrar;
let artwork: Artwork;
let golden: GreyImage;
beforeAll(() => {
  registrar = createRegistrar();
  artwork = drawArtwork(1, side, side);
  golden = photograph(artwork);
});

const find = (board: GreyImage, image: GreyImage = golden): Promise<Registration> =>
  registrar.register(board, registrar.prepareGolden(image));

const missOf = (found: Registration, truth: Similarity, width = side, height = side): number =>
  worstMiss(fromRegistration(found, width, height), truth, width, height);

const poses = (shift: number, turn: number, zoom: number): fc.Arbitrary<Similarity> =>
  fc
    .record({
      dx: fc.double({ min: -shift, max: shift, noNaN: true }),
      dy: fc.double({ min: -shift, max: shift, noNaN: true }),
      angle: fc.double({ min: -turn, max: turn, noNaN: true }),
      scale: fc.double({ min: 1 - zoom, max: 1 + zoom, noNaN: true }),
    })
    .map((pose) => fromRegistration({ ...pose, score: 1 }, side, side));

describe('a board with its own golden', () => {
  it('is found to 0.3 px over the whole board, in other light and with defects', async () => {
    const cases = fc.record({ map: poses(40, 3, 0.03), seed: fc.integer({ min: 1, max: 1000 }) });
    await fc.assert(
      fc.asyncProperty(cases, async ({ map, seed }) => {
        const light = { dark: 70, bright: 160, gradient: 40, noise: 5, defects: 8, seed };
        const found = await find(photograph(artwork, { map, ...light }));
        expect(found.score).toBeGreaterThan(0.9);
        expect(missOf(found, map)).toBeLessThanOrEqual(0.3);
      }),
      { numRuns: 25, seed: 42 },
    );
  });

  it('and the same pose stays as it is, so that the golden is used without a copy', async () => {
    const found = await find(photograph(artwork, { noise: 4, defects: 5 }));
    expect(found).toMatchObject({ dx: 0, dy: 0, angle: 0, scale: 1 });
    const seen = registrar.warpGolden(registrar.prepareGolden(golden), found, side, side);
    expect(seen.data.buffer).toBe(golden.data.buffer);
  });

  it('warped by what was found explains the board; unwarped it does not (negative control)', async () => {
    const map = fromRegistration({ dx: 3.4, dy: -2.6, angle: 0.5, scale: 1.004, score: 1 }, side, side);
    const board = photograph(artwork, { map });
    const found = await find(board);
    const seen = registrar.warpGolden(registrar.prepareGolden(golden), found, side, side);
    expect(differing(board, seen)).toBeLessThan(0.002);
    expect(differing(board, golden)).toBeGreaterThan(0.02);
  });

  it.each([
    [2, 2 * side, 2 * side],
    [0.5, side / 2, side / 2],
    [1.5, 1.5 * side, 1.5 * side],
  ])('of %f times the resolution is found by its scale', async (scale, width, height) => {
    const fine = photograph(artwork, { map: { a: 1 / scale, b: 0, tx: 0, ty: 0 }, width, height });
    const map = fromRegistration({ dx: 2, dy: -3, angle: 0.4, scale: 1, score: 1 }, side, side);
    const found = await find(photograph(artwork, { map, noise: 3 }), fine);
    const truth = { a: map.a * scale, b: map.b * scale, tx: map.tx * scale, ty: map.ty * scale };
    expect(found.score).toBeGreaterThan(0.9);
    expect(missOf(found, truth)).toBeLessThanOrEqual(0.5 * Math.max(1, scale));
  });

  it('that shows a wider margin around it is found', async () => {
    const margin = 60;
    const wide = photograph(artwork, {
      map: { a: 1, b: 0, tx: -margin, ty: -20 },
      width: side + 2 * margin,
      height: side + 40,
    });
    const found = await find(photograph(artwork, { noise: 3 }), wide);
    expect(missOf(found, { a: 1, b: 0, tx: margin, ty: 20 })).toBeLessThanOrEqual(0.3);
  });

  it.each([-35, 90, 180])('turned by %i degrees is found by features', async (angle) => {
    const map = fromRegistration({ dx: 5, dy: -8, angle, scale: 1, score: 1 }, side, side);
    const found = await find(photograph(artwork, { map, noise: 3 }));
    expect(found.score).toBeGreaterThan(0.85);
    expect(missOf(found, map)).toBeLessThanOrEqual(0.5);
  });
});

describe('what is no golden of the board scores below the limit', () => {
  it('another board', async () => {
    for (const seed of [2, 3, 4]) {
      const other = photograph(drawArtwork(seed, side, side));
      expect((await find(other)).score).toBeLessThan(defaultMinRegistrationScore - 0.1);
    }
  });

  it('a blank golden, a blank board, noise', async () => {
    const blank = allocateGrey(side, side);
    blank.data.fill(128);
    const random = randomFrom(7);
    const noise = allocateGrey(side, side);
    noise.data.forEach((_, at) => {
      noise.data[at] = random() * 255;
    });
    for (const [board, image] of [
      [golden, blank],
      [blank, golden],
      [golden, noise],
      [noise, golden],
    ] as const) {
      expect((await find(board, image)).score).toBeLessThan(0.2);
    }
  });

  it('and images too small to hold a patch do no harm', async () => {
    const tiny = photograph(drawArtwork(1, 9, 8));
    const found = await find(tiny, tiny);
    expect(found.score).toBeGreaterThanOrEqual(0);
    expect((await find(tiny)).score).toBeLessThanOrEqual(1);
  });
});

describe('a band of a board that is still being decoded', () => {
  const width = 640;
  const height = 1500;

  it('gives the registration of the whole, from the rows that are there', async () => {
    const long = drawArtwork(5, width, height);
    const whole = photograph(long);
    const map = fromRegistration({ dx: -4, dy: 3, angle: 0.2, scale: 1.001, score: 1 }, width, height);
    const board = photograph(long, { map, noise: 4, defects: 6 });
    board.data.fill(0, 560 * width);
    const decoded = allocateGrey(width, height);
    decoded.data.set(whole.data.subarray(0, 600 * width));
    const prepared = registrar.prepareGolden(decoded);
    const first = await registrar.registerBand(board, prepared, { top: 0, rows: 560, goldenRows: 600 });
    expect(first.score).toBeGreaterThan(0.9);
    const found = fromRegistration(first, width, height);
    for (const y of [0, 560]) {
      for (const x of [0, width]) {
        const near = {
          a: found.a,
          b: found.b,
          tx: found.tx + found.a * x - found.b * y,
          ty: found.ty + found.b * x + found.a * y,
        };
        const truth = { a: map.a, b: map.b, tx: map.tx + map.a * x - map.b * y, ty: map.ty + map.b * x + map.a * y };
        expect(Math.hypot(near.tx - truth.tx, near.ty - truth.ty)).toBeLessThanOrEqual(0.4);
      }
    }
  });
});

describe('a strip 25 times as long as high', () => {
  it('turned by a degree is found from its middle outwards; searched as one picture it is not (negative control)', async () => {
    const [length, rows, top] = [6400, 256, 120] as const;
    const long = drawArtwork(9, length, 500);
    const map = fromRegistration({ dx: 4, dy: -5, angle: -1, scale: 1, score: 1 }, length, 500);
    const board = photograph(long, { map, noise: 4, defects: 10 });
    const prepared = registrar.prepareGolden(photograph(long));
    const found = await registrar.registerBand(board, prepared, { top, rows, goldenRows: 500 });
    expect(found.score).toBeGreaterThan(0.9);
    expect(missOf(found, map, length, 500)).toBeLessThanOrEqual(0.3);
    const start = { a: 1, b: 0, tx: 0, ty: top };
    const whole = alignFromScratch(createBlockKernel(), greyRows(board, top, rows), prepared.image, start);
    expect(whole?.score ?? 0).toBeLessThan(defaultMinRegistrationScore);
  });
});

describe('the protocol form', () => {
  it('and the similarity are the same map', () => {
    fc.assert(
      fc.property(
        poses(500, 179, 0.5),
        fc.integer({ min: 8, max: 16384 }),
        fc.integer({ min: 8, max: 16384 }),
        (map, w, h) => {
          const back = fromRegistration(toRegistration(map, w, h, 1), w, h);
          expect(worstMiss(back, map, w, h)).toBeLessThan(1e-6 * Math.max(w, h));
        },
      ),
    );
  });

  it('turns clockwise on screen about the middle of the board', () => {
    const map = fromRegistration({ dx: 0, dy: 0, angle: 90, scale: 1, score: 1 }, 100, 50);
    // The middle of the right edge goes to below the middle.
    expect(map.a * 100 - map.b * 25 + map.tx).toBeCloseTo(50);
    expect(map.b * 100 + map.a * 25 + map.ty).toBeCloseTo(75);
    expect(toRegistration(identity, 100, 50, 1)).toEqual({ dx: 0, dy: 0, angle: 0, scale: 1, score: 1 });
  });
});

/** Share of the pixels that differ by more than 60 grey levels. */
function differing(first: GreyImage, second: GreyImage): number {
  let count = 0;
  for (const [at, value] of first.data.entries()) if (Math.abs(value - second.data[at]!) > 60) count++;
  return count / first.data.length;
}
