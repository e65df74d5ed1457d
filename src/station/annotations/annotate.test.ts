import { describe, expect, it } from 'vitest';
import { collectDataset } from '../exports/collect-dataset.ts';
import { recordInspection } from '../inspections/record.ts';
import { redoStep, undoStep } from '../review/perform.ts';
import { reviewSession } from '../review/review-session.ts';
import { readBoard } from '../review/reviewed-board.ts';
import { signOffBoard } from '../review/sign-off.ts';
import { sampleInspection, sampleOutcome } from '../testing/sample-inspection.ts';
import { must, openTestStation } from '../testing/station-fixture.ts';
import { type AnnotationInput, removeAnnotation, saveAnnotation } from './annotate.ts';

const drawn = { x: 100, y: 50, width: 40, height: 30 };

/** An engineer in front of a board of 640 × 480 px with two defects that the model calls open. */
function engineer(outcome = sampleOutcome(2)) {
  const context = openTestStation();
  const session = reviewSession();
  const { inspectionId } = must(recordInspection(context, sampleInspection({ outcome })));
  const board = () => must(readBoard(context.db, inspectionId));
  const save = (over: Partial<AnnotationInput>) =>
    saveAnnotation(context, session, {
      inspectionId,
      defectId: null,
      kind: 'missed_detection',
      box: drawn,
      label: 'short',
      notes: '',
      ...over,
    });
  const remove = (id: string) => removeAnnotation(context, session, { inspectionId, id });
  const dataset = async () => must(await collectDataset(context.db, {})).items[0]!;
  const defectIds = board().defects.map(({ id }) => id);
  return { context, session, inspectionId, board, save, remove, dataset, defectIds };
}

describe("an engineer's truth", () => {
  it('is drawn, moved, relabelled and removed; every version stays in the database', () => {
    const { context, save, remove, board } = engineer();
    const [made] = must(save({ notes: 'at the edge' })).board.annotations;
    expect(made).toMatchObject({ kind: 'missed_detection', box: drawn, label: 'short', by: { name: 'Ada' } });
    const moved = { ...drawn, x: 90 };
    must(save({ id: made!.id, box: moved, label: 'open' }));
    expect(board().annotations).toMatchObject([{ id: made!.id, box: moved, label: 'open' }]);
    must(remove(made!.id));
    expect(board()).toMatchObject({ annotations: [], revision: 4 });
    expect(remove(made!.id)).toMatchObject({ error: { code: 'ANNOTATION_NOT_FOUND' } });
    expect(Number(context.db.scalar('SELECT count(*) FROM annotation_revisions'))).toBe(3);
  });

  it('can be undone and redone like any step', () => {
    const { context, session, save, board } = engineer();
    const [made] = must(save({})).board.annotations;
    must(save({ id: made!.id, label: 'open' }));
    must(undoStep(context, session));
    expect(board().annotations).toMatchObject([{ id: made!.id, label: 'short' }]);
    must(undoStep(context, session));
    expect(board().annotations).toEqual([]);
    must(redoStep(context, session));
    expect(board().annotations).toMatchObject([{ id: made!.id, label: 'short' }]);
  });

  it('is cut at the edges of the board and refused off it', () => {
    const { save } = engineer();
    const over = must(save({ box: { x: 630, y: -5, width: 50, height: 25 } })).board.annotations;
    expect(over).toMatchObject([{ box: { x: 630, y: 0, width: 10, height: 20 } }]);
    for (const box of [
      { ...drawn, width: 0 },
      { ...drawn, x: 700 },
      { ...drawn, x: Number.NaN },
    ])
      expect(save({ box })).toMatchObject({ error: { code: 'ANNOTATION_BOX' } });
  });

  it('needs what its kind says', () => {
    const { save, defectIds } = engineer();
    const [defectId] = defectIds;
    const missing = (over: Partial<AnnotationInput>) => {
      const saved = save(over);
      return saved.ok ? null : saved.error;
    };
    const incomplete = (what: string) => ({ code: 'ANNOTATION_INCOMPLETE', details: { missing: what } });
    expect(missing({ box: null })).toMatchObject(incomplete('box'));
    expect(missing({ label: ' ' })).toMatchObject(incomplete('label'));
    expect(missing({ kind: 'false_positive' })).toMatchObject(incomplete('defect'));
    expect(missing({ kind: 'missed_detection', defectId: defectId! })).toMatchObject(incomplete('no_defect'));
    expect(missing({ kind: 'incorrect_label', defectId: 'of another board' })).toMatchObject({
      code: 'REVIEW_UNKNOWN_DEFECT',
    });
  });

  it('changes neither the boxes of the model nor the verdict, and a signed board can have it', () => {
    const { context, session, inspectionId, save, board, defectIds } = engineer(sampleOutcome(0));
    expect(defectIds).toEqual([]);
    must(signOffBoard(context, session, { inspectionId, revision: 1, note: '' }));
    const before = board();
    must(save({}));
    expect(board()).toMatchObject({ verdict: before.verdict, signedOff: before.signedOff, defects: before.defects });
  });

  it('is what a dataset learns from; the boxes of the model are beside it as they were', async () => {
    const { save, dataset, board, defectIds } = engineer();
    const [first, second] = defectIds;
    const before = (await dataset()).modelBoxes;
    must(save({ kind: 'incorrect_box', defectId: first!, label: null }));
    must(save({ kind: 'incorrect_label', defectId: first!, box: null, label: 'short' }));
    must(save({ kind: 'false_positive', defectId: second!, box: null, label: null }));
    must(save({ box: { x: 1, y: 2, width: 3, height: 4 } }));
    const after = await dataset();
    expect(after.labels.map(({ type, box, origin }) => ({ type, box, origin }))).toEqual([
      { type: 'short', box: drawn, origin: 'operator' },
      { type: 'short', box: { x: 1, y: 2, width: 3, height: 4 }, origin: 'operator' },
    ]);
    expect(after.modelBoxes).toEqual(before);
    expect(board().defects.map(({ type }) => type)).toEqual(['open', 'open']);
  });
});
