import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boardToGolden, boardToGoldenMatrix } from '../../core/detection/similarity.ts';
import { newId } from '../../core/kernel/ids.ts';
import { recordInspection } from '../inspections/record.ts';
import { sampleImage, sampleInspection, sampleOutcome, sampleRecipe } from '../testing/sample-inspection.ts';
import { must, openTestStation } from '../testing/station-fixture.ts';
import { readBoard } from './reviewed-board.ts';

describe('a board on the review screen', () => {
  it('shows the worst defect first, then the most certain', () => {
    const context = openTestStation();
    const outcome = sampleOutcome(4);
    const looks = [
      ['low', 0.99],
      ['critical', 0.6],
      ['medium', 0.8],
      ['critical', 0.9],
    ] as const;
    const defects = outcome.defects.map((defect, n) => ({
      ...defect,
      severity: looks[n]![0],
      confidence: looks[n]![1],
    }));
    const { inspectionId } = must(recordInspection(context, sampleInspection({ outcome: { ...outcome, defects } })));
    const board = must(readBoard(context.db, inspectionId));
    expect(board.defects.map(({ severity, confidence }) => [severity, confidence])).toEqual([
      ['critical', 0.9],
      ['critical', 0.6],
      ['medium', 0.8],
      ['low', 0.99],
    ]);
  });

  it('measures in millimetres where the recipe knows the golden, through the scale of the board', () => {
    const context = openTestStation();
    const recipe = { name: 'r', content: { ...sampleRecipe, mmPerPx: 0.02 } };
    const { inspectionId } = must(recordInspection(context, sampleInspection({ recipe })));
    expect(must(readBoard(context.db, inspectionId)).mmPerPx).toBeCloseTo(0.02 * 1.001);
  });

  it('says why a board was not inspected, and that nobody can sign it', () => {
    const context = openTestStation();
    const error = { code: 'IMAGE_CORRUPT', message: 'The image is damaged.' };
    const image = { ...sampleImage('bad'), width: null, height: null };
    const input = sampleInspection({ image, golden: null, outcome: { status: 'failed', error } });
    const board = must(readBoard(context.db, must(recordInspection(context, input)).inspectionId));
    expect(board).toMatchObject({ status: 'failed', error, image: null, registration: null, verdict: null });
    expect(board.implied).toMatchObject({ rule: 'V1', signing: { refused: 'REVIEW_NOT_COMPLETED' } });
  });

  it('is not there for an unknown id', () => {
    const { db } = openTestStation();
    expect(readBoard(db, newId())).toMatchObject({ ok: false, error: { code: 'INSPECTION_NOT_FOUND' } });
  });

  it('is laid over its golden by a matrix that maps every point as the registration does', () => {
    const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
    const point = fc.record({ x: number(0, 20_000), y: number(0, 20_000) });
    const similarity = fc.record({
      dx: number(-500, 500),
      dy: number(-500, 500),
      angle: number(-180, 180),
      scale: number(0.5, 2),
    });
    fc.assert(
      fc.property(point, similarity, fc.nat(16_384), fc.nat(16_384), (at, by, width, height) => {
        const { a, b, c, d, e, f } = boardToGoldenMatrix(by, { width, height });
        const golden = boardToGolden(at, by, { width, height });
        expect(a * at.x + b * at.y + e).toBeCloseTo(golden.x, 6);
        expect(c * at.x + d * at.y + f).toBeCloseTo(golden.y, 6);
      }),
    );
  });
});
