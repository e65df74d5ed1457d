import { describe, expect, it } from 'vitest';
import { recordInspection } from '../inspections/record.ts';
import { sampleInspection, sampleOutcome, sampleRecipe } from '../testing/sample-inspection.ts';
import { must, openTestStation } from '../testing/station-fixture.ts';
import { redoStep, undoStep } from './perform.ts';
import { reviewSession, stepsOf } from './review-session.ts';
import { readBoard } from './reviewed-board.ts';
import { reopenBoard, signOffBoard } from './sign-off.ts';
import { verifyDefects } from './verify.ts';

/** A station with one board on it that a person must decide about. */
function boardToReview(defects = 3) {
  const context = openTestStation();
  const recipe = { name: 'reviewed', content: { ...sampleRecipe, reviewPolicy: 'review' as const } };
  const outcome = { ...sampleOutcome(defects), verdict: defects === 0 ? ('pass' as const) : null };
  const { inspectionId } = must(recordInspection(context, sampleInspection({ recipe, outcome })));
  const session = reviewSession();
  const board = () => must(readBoard(context.db, inspectionId));
  const ids = board().defects.map(({ id }) => id);
  const decide = (verification: 'confirmed' | 'rejected' | 'accepted', ...which: number[]) =>
    verifyDefects(context, session, {
      inspectionId,
      defectIds: which.map((index) => ids[index]!),
      verification,
      reason: '',
      note: '',
    });
  const sign = () => signOffBoard(context, session, { inspectionId, revision: board().revision, note: '' });
  return { context, session, inspectionId, board, ids, decide, sign };
}

describe('deciding about a board', () => {
  it('fails it at the sign-off where a defect is confirmed, others undecided or not', () => {
    const { decide, sign, board } = boardToReview();
    must(decide('confirmed', 0));
    expect(board().implied).toMatchObject({
      verdict: 'fail',
      rule: 'V4',
      signing: { verdict: 'fail', confirmed: ['open'], undecided: 2, refused: null },
    });
    expect(must(sign()).board).toMatchObject({ verdict: 'fail', signedOff: { verdict: 'fail', by: { name: 'Ada' } } });
  });

  it('never signs a board whose defects nobody decided', () => {
    const { decide, sign, board } = boardToReview();
    must(decide('rejected', 0, 1));
    expect(sign()).toMatchObject({ ok: false, error: { code: 'REVIEW_UNDECIDED', details: { undecided: 1 } } });
    expect(board()).toMatchObject({ signedOff: null, verdict: null, revision: 2 });
    must(decide('accepted', 2));
    expect(must(sign()).board).toMatchObject({ verdict: 'pass' });
  });

  it('is one step of undo for many defects, and undo is written down', () => {
    const { context, session, decide, board } = boardToReview();
    must(decide('rejected', 0, 1, 2));
    expect(stepsOf(session, context.actor).undo).toMatchObject({ count: 3, verification: 'rejected' });
    const undone = must(undoStep(context, session));
    expect(undone.board.defects.map(({ verification }) => verification)).toEqual(Array(3).fill('not_verified'));
    expect(undone.board.defects[0]).toMatchObject({ decidedBy: null, decidedAt: null });
    expect(Number(context.db.scalar(`SELECT count(*) FROM verifications`))).toBe(6);
    must(redoStep(context, session));
    expect(board().verdict).toBe('pass');
    expect(undoStep(context, reviewSession())).toMatchObject({ error: { code: 'REVIEW_NOTHING_TO_UNDO' } });
  });

  it('is closed by the sign-off until it is reopened with a reason', () => {
    const { context, session, inspectionId, decide, sign, board } = boardToReview(1);
    must(decide('confirmed', 0));
    must(sign());
    expect(decide('rejected', 0)).toMatchObject({ error: { code: 'REVIEW_SIGNED_OFF' } });
    expect(sign()).toMatchObject({ error: { code: 'REVIEW_SIGNED_OFF' } });
    expect(reopenBoard(context, session, { inspectionId, reason: ' ' })).toMatchObject({
      error: { code: 'REVIEW_REASON_MISSING' },
    });
    must(reopenBoard(context, session, { inspectionId, reason: 'wrong board' }));
    must(decide('rejected', 0));
    expect(board()).toMatchObject({ verdict: 'pass', signedOff: null });
  });
});
