import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generateBoard, planBoard } from './generate-board.ts';
import { overlaps, transformPoint } from './geometry.ts';
import { renderImage } from './render.ts';

const small = { width: 200, height: 160 } as const;

describe('generateBoard', () => {
  it('draws the same bytes from the same options and others from another seed', () => {
    for (const look of ['colour', 'binary'] as const) {
      const first = generateBoard({ seed: 5, ...small, look });
      const again = generateBoard({ seed: 5, ...small, look });
      expect(again.truth).toEqual(first.truth);
      expect(Buffer.compare(again.board.data, first.board.data)).toBe(0);
      expect(Buffer.compare(again.golden.data, first.golden.data)).toBe(0);
      expect(Buffer.compare(generateBoard({ seed: 6, ...small, look }).board.data, first.board.data)).not.toBe(0);
    }
  });

  it('gives pixels of the size asked for, one channel when binary', () => {
    const colour = generateBoard({ seed: 1, ...small });
    expect([colour.board.channels, colour.board.data.length]).toEqual([3, 200 * 160 * 3]);
    const binary = generateBoard({ seed: 1, ...small, look: 'binary' });
    expect(binary.golden.data.length).toBe(200 * 160);
    expect(new Set(binary.golden.data)).toEqual(new Set([0, 255]));
  });

  it('makes a clean board when no defects are asked for, with a noise of its own', () => {
    const { truth, board, golden } = generateBoard({ seed: 2, ...small, defects: 0, shift: 0, rotate: 0 });
    expect(truth.defects).toEqual([]);
    expect(Buffer.compare(board.data, golden.data)).not.toBe(0);
  });

  it('keeps the golden when only the defects differ', () => {
    const clean = generateBoard({ seed: 3, ...small, defects: 0 });
    const faulty = generateBoard({ seed: 3, ...small, defects: 3 });
    expect(Buffer.compare(clean.golden.data, faulty.golden.data)).toBe(0);
    expect(faulty.truth.defects.length).toBeGreaterThan(0);
  });

  it('draws one golden for all boards of an artwork', () => {
    const first = generateBoard({ seed: 'a', artwork: 'x', ...small });
    const second = generateBoard({ seed: 'b', artwork: 'x', ...small, shift: 5, rotate: 1, defects: 2 });
    expect(Buffer.compare(first.golden.data, second.golden.data)).toBe(0);
    expect(Buffer.compare(first.board.data, second.board.data)).not.toBe(0);
  });

  it('refuses sizes it cannot draw', () => {
    for (const width of [0, 63, 16385, 100.5, Number.NaN])
      expect(() => planBoard({ seed: 1, width })).toThrow(RangeError);
  });
});

describe('ground truth', () => {
  const options = fc.record({
    seed: fc.nat(),
    width: fc.integer({ min: 128, max: 400 }),
    height: fc.integer({ min: 128, max: 400 }),
    shift: fc.double({ min: 0, max: 8, noNaN: true }),
    rotate: fc.double({ min: 0, max: 2, noNaN: true }),
    defects: fc.integer({ min: 0, max: 6 }),
  });

  it('has boxes inside the picture that do not overlap', () => {
    fc.assert(
      fc.property(options, (asked) => {
        const { defects } = planBoard(asked).truth;
        expect(defects.length).toBeLessThanOrEqual(asked.defects);
        defects.forEach(({ bbox }, index) => {
          expect(bbox.x).toBeGreaterThanOrEqual(0);
          expect(bbox.y).toBeGreaterThanOrEqual(0);
          expect(bbox.x + bbox.width).toBeLessThanOrEqual(asked.width + 0.01);
          expect(bbox.y + bbox.height).toBeLessThanOrEqual(asked.height + 0.01);
          expect(Math.min(bbox.width, bbox.height)).toBeGreaterThan(12);
          for (const other of defects.slice(index + 1)) expect(overlaps(bbox, other.bbox)).toBe(false);
        });
      }),
      { numRuns: 30 },
    );
  });

  it('has the transform that lays the board on its golden', () => {
    const plan = planBoard({
      seed: 9,
      width: 320,
      height: 320,
      look: 'binary',
      defects: 0,
      shift: 6,
      rotate: 1,
      exactPose: true,
    });
    const board = renderImage(plan.board);
    const golden = renderImage(plan.golden);
    let equal = 0;
    let seen = 0;
    for (let y = 30; y < 290; y++) {
      for (let x = 30; x < 290; x++) {
        const at = transformPoint(plan.truth.board_to_golden, { x: x + 0.5, y: y + 0.5 });
        const there = golden.data[Math.floor(at.y) * 320 + Math.floor(at.x)];
        if (there === board.data[y * 320 + x]) equal++;
        seen++;
      }
    }
    expect(equal / seen).toBeGreaterThan(0.97);
  });
});
