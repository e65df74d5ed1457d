import { describe, expect, it } from 'vitest';
import { ok } from '../../core/kernel/result.ts';
import { defaultReasons } from '../../core/review/standard-reasons.ts';
import { saveAnnotation } from '../annotations/annotate.ts';
import { auditPage } from '../audit/page.ts';
import { verifyStationLog } from '../audit/verify.ts';
import { readRows } from '../inspections/inspection-rows.ts';
import { recordInspection } from '../inspections/record.ts';
import { sampleInspection, sampleOutcome, sampleRecipe } from '../testing/sample-inspection.ts';
import { must, openTestStation } from '../testing/station-fixture.ts';
import { redoStep, undoStep } from './perform.ts';
import { reviewSession, stepsOf } from './review-session.ts';
import { readBoard } from './reviewed-board.ts';
import { reopenBoard, signOffBoard } from './sign-off.ts';
import { verifyDefects } from './verify.ts';

const missed = {
  defectId: null,
  kind: 'missed_detection',
  box: { x: 1, y: 2, width: 3, height: 4 },
  label: 'open',
} as const;

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

  it('shows in lists how bad is what is left: what was rejected is no defect', () => {
    const { context, inspectionId, ids, decide } = boardToReview(2);
    const update = context.db.query.updateTable('defects').set({ severity: 'low' }).where('id', '=', ids[0]!);
    must(context.db.write(() => ok(context.db.run(update))));
    const worst = () => must(readRows(context.db, [inspectionId]))[0]?.worstSeverity;
    must(decide('confirmed', 0));
    expect(worst()).toBe('critical');
    must(decide('rejected', 1));
    expect(worst()).toBe('low');
    must(decide('rejected', 0));
    expect(worst()).toBe(null);
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

  it('takes back exactly the sign-off that is named, or says that something came after it', () => {
    const { context, session, inspectionId, decide, sign, board } = boardToReview(1);
    const named = { kind: 'sign_off', inspectionId } as const;
    must(decide('confirmed', 0));
    expect(undoStep(context, session, named)).toMatchObject({ error: { code: 'REVIEW_NOT_LAST_STEP' } });
    expect(board().defects[0]).toMatchObject({ verification: 'confirmed' });
    must(sign());
    const lee = { ...context, actor: { id: 'lee', name: 'Lee', role: 'line' } };
    expect(undoStep(lee, session, named)).toMatchObject({ error: { code: 'REVIEW_NOT_LAST_STEP' } });
    must(undoStep(context, session, named));
    expect(board()).toMatchObject({ signedOff: null, defects: [{ verification: 'confirmed' }] });
  });

  it('keeps a standard reason by its id, for every language, and says it in words in the log', () => {
    const { context, session, inspectionId, ids, board } = boardToReview(1);
    const because = (reason: string) =>
      must(
        verifyDefects(context, session, { inspectionId, defectIds: ids, verification: 'rejected', reason, note: '' }),
      );
    because('standard/dust_or_fibre');
    expect(board().defects[0]).toMatchObject({ reason: 'standard/dust_or_fibre' });
    because('Flussmittel');
    const reasons = must(auditPage(context.db, { limit: 2 })).entries.map(({ reason }) => reason);
    expect(reasons).toEqual(['Flussmittel', 'Dust or fibre']);
    expect(defaultReasons.rejected).toContain('standard/dust_or_fibre');
  });

  it('that falls back to what another person said by an undo stays that person’s word', () => {
    const { context, session, inspectionId, ids, decide, sign, board } = boardToReview(1);
    must(decide('confirmed', 0));
    must(saveAnnotation(context, session, { ...missed, inspectionId, notes: 'by Ada' }));
    must(sign());
    const said = board();
    const lee = { ...context, actor: { id: 'lee', name: 'Lee', role: 'line' } };
    must(reopenBoard(lee, session, { inspectionId, reason: 'looks fine to me' }));
    const annotation = said.annotations[0]!.id;
    must(verifyDefects(lee, session, { inspectionId, defectIds: ids, verification: 'rejected', reason: '', note: '' }));
    must(saveAnnotation(lee, session, { ...missed, inspectionId, id: annotation, notes: 'by Lee' }));
    expect(board()).toMatchObject({
      defects: [{ decidedBy: { name: 'Lee' } }],
      annotations: [{ by: { name: 'Lee' } }],
    });
    // Everything that Lee did, taken back; done again and taken back once more, it ends the same.
    for (const step of [undoStep, undoStep, undoStep, redoStep, redoStep, undoStep, undoStep]) must(step(lee, session));
    const { revision: _, ...now } = board();
    expect(now).toEqual({ ...now, defects: said.defects, annotations: said.annotations, signedOff: said.signedOff });
    expect(now.defects[0]).toMatchObject({ decidedBy: { name: 'Ada' }, decidedAt: said.defects[0]!.decidedAt });
    expect(now).toMatchObject({
      signedOff: { by: { name: 'Ada' } },
      annotations: [{ notes: 'by Ada', by: { name: 'Ada' } }],
    });
    // The log says who took it back and whose word it is.
    const entries = must(auditPage(context.db, { limit: 1 })).entries;
    expect(entries[0]).toMatchObject({ actor: { name: 'Lee' }, after: { cause: 'undo', by: 'Ada', verdict: 'fail' } });
    expect(must(verifyStationLog(context.db))).toMatchObject({ ok: true });
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
