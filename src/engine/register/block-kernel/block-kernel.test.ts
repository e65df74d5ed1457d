import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kernelSourceSha256 } from '../../wasm/testing/kernel-source.ts';
import type { Similarity } from '../similarity.ts';
import {
  type BlockFrame,
  type BlockPlace,
  type Blocks,
  createBlockKernel,
  mostPiece,
  mostSide,
} from './block-kernel.ts';
import { blockKernelSourceSha256 } from './block-kernel-bytes.ts';
import { correlationOf, meanAndDeviation, pulled, sampled, type WrittenBlock } from './testing/written-out.ts';

const kernel = createBlockKernel();
const flat = 4;

/** Rounded blobs and noise: grey values that the golden shows again, so that some pixels agree and some do not. */
function artwork(seed: number, x: number, y: number): number {
  const noise = Math.abs(Math.sin(seed + 12.9898 * x + 78.233 * y) * 43_758.5453) % 1;
  return Math.round(127 + 90 * Math.sin(x / 3 + seed) * Math.cos(y / 4) + 30 * (noise - 0.5));
}

function laidIn(
  frame: BlockFrame,
  places: readonly BlockPlace[],
  seed: number,
): { blocks: Blocks; own: WrittenBlock[] } {
  const room = kernel.open(frame, places.length);
  const own = places.map((place) => {
    const { board, golden } = room.add(place);
    board.forEach((_, at) => {
      board[at] = artwork(seed, at % frame.side, Math.floor(at / frame.side));
    });
    golden.forEach((_, at) => {
      golden[at] = artwork(seed, (at % place.width) - 6, Math.floor(at / place.width) - 6);
    });
    return { frame, place, board: board.slice(), golden: golden.slice() };
  });
  return { blocks: room.close(), own };
}

const cases = fc.record({
  seed: fc.integer({ min: 1, max: 1000 }),
  factor: fc.constantFrom(1, 2, 8),
  side: fc.oneof(
    { weight: 3, arbitrary: fc.constant(mostSide) },
    { weight: 1, arbitrary: fc.integer({ min: 4, max: mostSide }) },
  ),
  angle: fc.oneof(
    fc.constant(0),
    fc.double({ min: -0.03, max: 0.03, noNaN: true }),
    fc.double({ min: -Math.PI, max: Math.PI, noNaN: true }),
    fc.constantFrom(Math.PI / 2, Math.PI),
  ),
  scale: fc.oneof(fc.constant(1), fc.double({ min: 0.9, max: 1.1, noNaN: true })),
  dx: fc.double({ min: -8, max: 8, noNaN: true }),
  dy: fc.double({ min: -8, max: 8, noNaN: true }),
});

/** A block of a board and a map that puts its middle (dx, dy) shrunk pixels beside the middle of its piece of golden. */
function placed({ factor, side, angle, scale, dx, dy }: typeof cases extends fc.Arbitrary<infer T> ? T : never): {
  frame: BlockFrame;
  place: BlockPlace;
  map: Similarity;
} {
  const frame = { factor, side, width: 200, height: 150 };
  const piece = side + mostPiece - mostSide;
  const place = { left: 60, top: 90, goldenLeft: 400, goldenTop: 300, width: piece, height: piece };
  const [a, b] = [scale * Math.cos(angle), scale * Math.sin(angle)];
  const [bx, by] = [(place.left + side / 2) * factor, (place.top + side / 2) * factor];
  const tx = place.goldenLeft + (piece / 2 + dx) * factor - (a * bx - b * by);
  const ty = place.goldenTop + (piece / 2 + dy) * factor - (b * bx + a * by);
  return { frame, place, map: { a, b, tx, ty } };
}

/** Equal but for rounding: samples are kept as 32-bit floats. */
const expectNear = (values: ArrayLike<number>, wanted: readonly number[]): void => {
  const size = Math.max(1, ...wanted.map(Math.abs));
  wanted.forEach((value, at) => {
    expect(Math.abs(values[at]! - value) / size).toBeLessThan(1e-5);
  });
};

describe('comparing a block with its golden in the kernel', () => {
  it('shows what the golden has in its place, however it is turned, and how alike both are', () => {
    let [covered, left] = [0, 0];
    fc.assert(
      fc.property(cases, (one) => {
        const { frame, place, map } = placed(one);
        const { blocks, own } = laidIn(frame, [place], one.seed);
        const [compared] = blocks.compare(map);
        const seen = sampled(own[0]!, map);
        expect(compared!.golden === null).toBe(seen === null);
        if (seen === null) {
          left++;
          return;
        }
        covered++;
        const [board, golden] = [meanAndDeviation(own[0]!.board), meanAndDeviation(seen)];
        expectNear(
          [compared!.board.mean, compared!.board.deviation, compared!.golden!.mean, compared!.golden!.deviation],
          [board.mean, board.deviation, golden.mean, golden.deviation],
        );
        expectNear([compared!.correlation], [correlationOf(own[0]!.board, seen)]);
      }),
      { numRuns: 300, seed: 7 },
    );
    expect(Math.min(covered, left)).toBeGreaterThan(20);
  });

  it('pulls as the equations written out say, block by block', () => {
    fc.assert(
      fc.property(cases, (one) => {
        const { frame, place, map } = placed(one);
        const { blocks, own } = laidIn(frame, [place, { ...place, left: place.left - 1 }], one.seed);
        expect(blocks.linearise(flat)).toBe(2);
        const { hessian, gradient, used } = blocks.pull(map, flat);
        const pulls = own.flatMap((block) => {
          const seen = sampled(block, map);
          return seen === null || meanAndDeviation(seen).deviation < flat ? [] : [pulled(block, seen)];
        });
        expect(used).toBe(pulls.length);
        const sumOf = (pick: (pull: (typeof pulls)[number]) => readonly number[], length: number): number[] =>
          Array.from({ length }, (_, at) => pulls.reduce((sum, pull) => sum + pick(pull)[at]!, 0));
        expectNear(
          hessian,
          sumOf((pull) => pull.hessian, 16),
        );
        expectNear(
          gradient,
          sumOf((pull) => pull.gradient, 4),
        );
      }),
      { numRuns: 200, seed: 8 },
    );
  });

  it('asked about one map after another it answers for each, and for the first again', () => {
    const { frame, place, map } = placed({ seed: 1, factor: 2, side: mostSide, angle: 0, scale: 1, dx: 0, dy: 0 });
    const { blocks } = laidIn(frame, [place], 1);
    const first = blocks.compare(map);
    const moved = blocks.compare({ ...map, tx: map.tx + 3 });
    expect(first[0]!.correlation).toBeGreaterThan(0.9);
    expect(moved[0]!.correlation).toBeLessThan(first[0]!.correlation - 0.05);
    expect(blocks.compare(map)).toEqual(first);
    const { blocks: others } = laidIn(frame, [place], 2);
    expect(others.compare(map)).not.toEqual(first);
  });

  it('was built from the source beside it; where this fails, run `npm run build:kernels`', () => {
    expect(blockKernelSourceSha256).toBe(kernelSourceSha256(import.meta.dirname));
  });
});
