import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { iou } from '../../../core/detection/geometry.ts';
import { compareDefects } from './compare-defects.ts';
import { onGolden, sharedPixels } from './shared-pixels.ts';

const anyBox = fc.record({
  x: fc.integer({ min: 0, max: 40 }),
  y: fc.integer({ min: 0, max: 40 }),
  width: fc.integer({ min: 1, max: 20 }),
  height: fc.integer({ min: 1, max: 20 }),
});
const anyDefect = fc.record({ type: fc.constantFrom('open', 'short', 'spur'), box: anyBox });
const anyDefects = fc.array(anyDefect, { maxLength: 30 });
const at = (x: number, type = 'open') => ({ type, box: { x, y: 0, width: 10, height: 10 } });

describe('comparing two inspections of a board', () => {
  it('tells what appeared, what vanished and what stayed', () => {
    const { same, appeared, vanished } = compareDefects([at(0), at(100)], [at(101), at(200)]);
    expect(same).toMatchObject([{ before: at(100), after: at(101), sameType: true }]);
    expect(appeared).toEqual([at(200)]);
    expect(vanished).toEqual([at(0)]);
  });

  it('says where the same place got another type', () => {
    expect(compareDefects([at(0, 'spur')], [at(1, 'copper')]).same).toMatchObject([{ sameType: false }]);
  });

  it('prefers a partner of the same type over one that overlaps more', () => {
    const { same, appeared } = compareDefects([at(0, 'open')], [at(0, 'short'), at(3, 'open')]);
    expect(same).toMatchObject([{ after: at(3, 'open') }]);
    expect(appeared).toEqual([at(0, 'short')]);
  });

  it('accounts for every defect exactly once', () => {
    fc.assert(
      fc.property(anyDefects, anyDefects, (before, after) => {
        const { same, appeared, vanished } = compareDefects(before, after);
        expect(new Set([...same.map((pair) => pair.before), ...vanished])).toEqual(new Set(before));
        expect(new Set([...same.map((pair) => pair.after), ...appeared])).toEqual(new Set(after));
        expect(same.length + vanished.length).toBe(before.length);
        expect(same.length + appeared.length).toBe(after.length);
      }),
    );
  });

  it('pairs only boxes that overlap by a third, and leaves no such pair of one type apart', () => {
    fc.assert(
      fc.property(anyDefects, anyDefects, (before, after) => {
        const { same, appeared, vanished } = compareDefects(before, after);
        for (const pair of same) expect(iou(pair.before.box, pair.after.box)).toBeGreaterThanOrEqual(0.33);
        for (const gone of vanished) for (const come of appeared) expect(iou(gone.box, come.box)).toBeLessThan(0.33);
      }),
    );
  });

  it('finds nothing new in an inspection compared with itself', () => {
    fc.assert(
      fc.property(anyDefects, (defects) => {
        const { same, appeared, vanished } = compareDefects(defects, defects);
        expect([appeared, vanished]).toEqual([[], []]);
        expect(same).toHaveLength(defects.length);
      }),
    );
  });

  it('calls vanished, or the other way appeared, exactly as many as were left out', () => {
    fc.assert(
      fc.property(anyDefects, (defects) => {
        const half = defects.filter((_, place) => place % 2 === 0);
        expect(compareDefects(defects, half).vanished).toHaveLength(defects.length - half.length);
        expect(compareDefects(half, defects).appeared).toHaveLength(defects.length - half.length);
      }),
    );
  });
});

describe('pixels that two inspections share', () => {
  const sha256 = 'a'.repeat(64);
  const matrix = { a: 1, b: 0, c: 0, d: 1, e: 5, f: -3 };
  const board = { image: { sha256 }, golden: { sha256 }, registration: { matrix } };

  it('are those of the picture where it is the same', () => {
    expect(sharedPixels(board, { ...board, golden: null })).toBe('image');
  });

  it('are those of the golden where both boards were laid over it', () => {
    const other = { ...board, image: { sha256: 'b'.repeat(64) } };
    expect(sharedPixels(board, other)).toBe('golden');
    expect(sharedPixels(board, { ...other, registration: null })).toBe('none');
    expect(sharedPixels(board, { ...other, golden: { sha256: 'c'.repeat(64) } })).toBe('none');
  });

  it('are none where neither picture was decoded', () => {
    const undecoded = { image: null, golden: null, registration: null };
    expect(sharedPixels(undecoded, undecoded)).toBe('none');
  });

  it('map a box by the board’s registration, turned ones to the box around', () => {
    const box = { x: 10, y: 20, width: 4, height: 2 };
    expect(onGolden(box, matrix)).toEqual({ x: 15, y: 17, width: 4, height: 2 });
    expect(onGolden(box, { a: 0, b: -1, c: 1, d: 0, e: 0, f: 0 })).toEqual({ x: -22, y: 10, width: 2, height: 4 });
  });
});
