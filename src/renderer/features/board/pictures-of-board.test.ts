import { describe, expect, it } from 'vitest';
import type { Board } from '../../app/review-store.ts';
import { apply } from '../../viewer/space/affine.ts';
import { boxOf, goldenPicture } from './pictures-of-board.ts';

const matrix = { a: 1, b: -0.002, c: 0.002, d: 1, e: 12, f: -7 };
const registration = { dx: 12, dy: -7, angle: 0.1, scale: 1, score: 0.9, matrix };
const golden = { sha256: 'a'.repeat(64), width: 800, height: 600 };

describe('pictures of a reviewed board', () => {
  it('lays the golden where the registration found it', () => {
    const picture = goldenPicture({ golden, registration });
    const onGolden = { x: 1 * 100 - 0.002 * 50 + 12, y: 0.002 * 100 + 1 * 50 - 7 };
    const onBoard = apply(picture!.toBoard, onGolden);
    expect(onBoard.x).toBeCloseTo(100, 9);
    expect(onBoard.y).toBeCloseTo(50, 9);
  });

  it('has no golden to compare with where nobody knows where it lies', () => {
    expect(goldenPicture({ golden: null, registration })).toBeNull();
    expect(goldenPicture({ golden, registration: null })).toBeNull();
    const flat = { ...registration, matrix: { a: 0, b: 0, c: 0, d: 0, e: 0, f: 0 } };
    expect(goldenPicture({ golden, registration: flat })).toBeNull();
  });

  it('puts an annotation without a box on the defect that it is about', () => {
    const box = { x: 1, y: 2, width: 3, height: 4 };
    const defects = [{ id: 'd1', box }] as unknown as Board['defects'];
    const about = { id: 'a1', defectId: 'd1', box: null } as unknown as Board['annotations'][number];
    expect(boxOf(about, defects)).toEqual(box);
    expect(boxOf({ ...about, defectId: 'gone' }, defects)).toBeNull();
  });
});
