import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { annotationKinds, verifications } from '../inspection/vocabulary.ts';
import type { DefectId } from '../kernel/ids.ts';
import type { AnnotationContent } from './annotation.ts';
import { type JudgedBox, truthOf } from './truth.ts';

const box = { x: 10, y: 20, width: 30, height: 40 };
const drawn = { x: 11, y: 21, width: 29, height: 39 };
const found = (over: Partial<JudgedBox> = {}): JudgedBox => ({
  id: 'd1' as DefectId,
  type: 'open',
  box,
  confidence: 0.9,
  origin: 'model',
  verification: 'not_verified',
  ...over,
});
const says = (kind: AnnotationContent['kind'], over: Partial<AnnotationContent> = {}): AnnotationContent => ({
  kind,
  defectId: 'd1' as DefectId,
  box: null,
  label: null,
  notes: '',
  ...over,
});

describe('what is true of a board', () => {
  it('is what the model found, less what an operator called false', () => {
    expect(truthOf([found()], [])).toEqual([
      { type: 'open', box, confidence: 0.9, origin: 'model', verification: 'not_verified' },
    ]);
    expect(truthOf([found({ verification: 'rejected' })], [])).toEqual([]);
  });

  it('is what an engineer says, where one speaks of the defect', () => {
    expect(truthOf([found({ verification: 'confirmed' })], [says('false_positive')])).toEqual([]);
    const corrected = [says('incorrect_box', { box: drawn }), says('incorrect_label', { label: 'short' })];
    expect(truthOf([found({ verification: 'rejected' })], corrected)).toEqual([
      { type: 'short', box: drawn, confidence: null, origin: 'operator', verification: 'confirmed' },
    ]);
  });

  it('has what the model missed', () => {
    const missed = says('missed_detection', { defectId: null, box: drawn, label: 'spur' });
    expect(truthOf([], [missed])).toMatchObject([{ type: 'spur', box: drawn, origin: 'operator', confidence: null }]);
  });

  it('never changes the boxes that it is made from, and has at most one for each and one for each miss', () => {
    const defects = fc
      .uniqueArray(fc.nat(5), { maxLength: 6 })
      .chain((ids) =>
        fc.tuple(
          ...ids.map((id) =>
            fc.constantFrom(...verifications).map((verification) => found({ id: `${id}` as DefectId, verification })),
          ),
        ),
      );
    const annotations = fc.array(
      fc.tuple(fc.constantFrom(...annotationKinds), fc.nat(5)).map(([kind, id]) =>
        says(kind, {
          defectId: kind === 'missed_detection' ? null : (`${id}` as DefectId),
          box: drawn,
          label: 'spur',
        }),
      ),
    );
    fc.assert(
      fc.property(defects, annotations, (boxes, said) => {
        const before = JSON.stringify(boxes);
        const truth = truthOf(boxes, said);
        expect(JSON.stringify(boxes)).toBe(before);
        const misses = said.filter(({ kind }) => kind === 'missed_detection').length;
        expect(truth.length).toBeLessThanOrEqual(boxes.length + misses);
        expect(truth.filter(({ origin }) => origin === 'model').every(({ box: kept }) => kept === box)).toBe(true);
      }),
    );
  });
});
