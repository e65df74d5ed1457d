import { describe, expect, it } from 'vitest';
import type { Annotation } from '../../app/review-store.ts';
import { adjustedDraft, falsePositiveDraft, missedDraft, relabelDraft } from './annotation-drafts.ts';

const box = { x: 10, y: 20, width: 30, height: 40 };
const annotation = (change: Partial<Annotation>): Annotation => ({
  id: 'a1',
  defectId: 'd1',
  kind: 'incorrect_box',
  box: null,
  label: null,
  notes: 'seen under the microscope',
  by: { id: 'p', name: 'A. Lee' },
  time: '2026-01-01T00:00:00.000Z',
  ...change,
});
const empty = { id: 'i1', annotations: [] };

describe('what an engineer says about the model', () => {
  it('a drawn box is a missed detection of its own', () => {
    expect(missedDraft(empty, box, 'open')).toMatchObject({
      kind: 'missed_detection',
      defectId: null,
      box,
      label: 'open',
    });
  });

  it('an adjusted defect gets a corrected box beside the model’s', () => {
    const target = { defectId: 'd1', annotationId: null, box };
    expect(adjustedDraft(empty, target, box)).toMatchObject({ id: null, kind: 'incorrect_box', defectId: 'd1', box });
  });

  it('correcting again changes the correction and keeps its notes', () => {
    const corrected = { id: 'i1', annotations: [annotation({ box })] };
    const draft = adjustedDraft(corrected, { defectId: 'd1', annotationId: null, box }, { ...box, x: 11 });
    expect(draft).toMatchObject({ id: 'a1', box: { x: 11 }, notes: 'seen under the microscope' });
  });

  it('moving a drawn defect changes that annotation', () => {
    const missed = annotation({ kind: 'missed_detection', defectId: null, box, label: 'open' });
    const target = { defectId: null, annotationId: 'a1', box };
    const draft = adjustedDraft({ id: 'i1', annotations: [missed] }, target, { ...box, y: 0 });
    expect(draft).toMatchObject({ id: 'a1', kind: 'missed_detection', box: { y: 0 }, label: 'open' });
  });

  it('an adjustment of something that is gone stores nothing', () => {
    expect(adjustedDraft(empty, { defectId: null, annotationId: 'gone', box }, box)).toBeNull();
  });

  it('another type is a corrected label, changed when it is corrected again', () => {
    expect(relabelDraft(empty, 'd1', 'spur')).toMatchObject({
      id: null,
      kind: 'incorrect_label',
      label: 'spur',
      box: null,
    });
    const relabelled = { id: 'i1', annotations: [annotation({ kind: 'incorrect_label', label: 'spur' })] };
    expect(relabelDraft(relabelled, 'd1', 'short')).toMatchObject({ id: 'a1', label: 'short' });
  });

  it('a false positive names the defect and nothing else', () => {
    expect(falsePositiveDraft(empty, 'd1')).toMatchObject({
      kind: 'false_positive',
      defectId: 'd1',
      box: null,
      label: null,
    });
  });
});
