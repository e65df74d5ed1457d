import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verifications } from '../../core/inspection/vocabulary.ts';
import { newId } from '../../core/kernel/ids.ts';
import { ok } from '../../core/kernel/result.ts';
import { saveAnnotation } from '../annotations/annotate.ts';
import { verifyStationLog } from '../audit/verify.ts';
import type { StationContext } from '../context.ts';
import { statement } from '../db/statement.ts';
import { recordInspection } from '../inspections/record.ts';
import { type CommitFault, stationWithBrokenCommits } from '../testing/broken-commits.ts';
import { sampleImage, sampleInspection, sampleOutcome, sampleRecipe } from '../testing/sample-inspection.ts';
import { wrongStandings } from '../testing/standing-check.ts';
import { must, openTestStation } from '../testing/station-fixture.ts';
import { redoStep, undoStep } from './perform.ts';
import { type ReviewSession, reviewSession, stepsOf } from './review-session.ts';
import { readBoard } from './reviewed-board.ts';
import { reopenBoard, signOffBoard } from './sign-off.ts';
import { verifyDefects } from './verify.ts';

const recipe = { name: 'reviewed', content: { ...sampleRecipe, reviewPolicy: 'review' as const } };

function record(context: StationContext, name: string, defects: number): string {
  const outcome = { ...sampleOutcome(defects), verdict: defects === 0 ? ('pass' as const) : null };
  const input = sampleInspection({ image: sampleImage(name), serial: name, recipe, outcome });
  return must(recordInspection(context, input)).inspectionId;
}

const count = ({ db }: StationContext, table: string): number => Number(db.scalar(`SELECT count(*) FROM ${table}`));
const stored = (context: StationContext) =>
  ['verifications', 'sign_offs', 'annotation_revisions', 'audit_entries', 'outbox'].map((table) =>
    count(context, table),
  );

function confirmAll(context: StationContext, session: ReviewSession, inspectionId: string, note = '') {
  const board = must(readBoard(context.db, inspectionId));
  const defectIds = board.defects.map(({ id }) => id);
  return verifyDefects(context, session, { inspectionId, defectIds, verification: 'confirmed', reason: '', note });
}

describe('a decision', () => {
  it('is rows, an entry each, one revision and one outbox row; the log stays whole', () => {
    const context = openTestStation();
    const inspectionId = record(context, 'A', 3);
    const [, , , entries = 0, outbox = 0] = stored(context);
    const { board } = must(confirmAll(context, reviewSession(), inspectionId, 'seen'));
    expect(board).toMatchObject({ revision: 2, verdict: 'fail' });
    expect(stored(context)).toEqual([3, 0, 0, entries + 3, outbox + 1]);
    expect(JSON.parse(String(context.db.scalar('SELECT entry FROM audit_entries ORDER BY seq DESC')))).toMatchObject({
      action: 'verification.set',
      actor: { name: 'Ada' },
      before: { verification: 'not_verified' },
      after: { verification: 'confirmed', inspection: inspectionId, note: 'seen', cause: 'person' },
    });
    expect(must(verifyStationLog(context.db)).ok).toBe(true);
  });

  it('that changes nothing leaves nothing, neither rows nor a step', () => {
    const context = openTestStation();
    const session = reviewSession();
    const inspectionId = record(context, 'A', 2);
    must(confirmAll(context, session, inspectionId));
    const before = stored(context);
    const { steps } = must(confirmAll(context, session, inspectionId));
    expect(stored(context)).toEqual(before);
    must(undoStep(context, session));
    expect(steps.undo).toMatchObject({ count: 2 });
    expect(stepsOf(session, context.actor).undo).toBeNull();
  });

  it('that the log cannot hold is refused as a whole', () => {
    const context = openTestStation();
    const session = reviewSession();
    const inspectionId = record(context, 'A', 2);
    const before = stored(context);
    const refused = confirmAll(context, session, inspectionId, 'x'.repeat(70_000));
    expect(refused).toMatchObject({ error: { code: 'AUDIT_ENTRY_TOO_LARGE' } });
    expect(stored(context)).toEqual(before);
    expect(must(readBoard(context.db, inspectionId))).toMatchObject({ revision: 1 });
    expect(stepsOf(session, context.actor).undo).toBeNull();
  });
});

describe('a commit that reports an error', () => {
  const faults: readonly CommitFault[][] = [['stored'], ['lost'], ['lost', 'stored'], ['lost', 'lost']];

  it.each(faults)('%s %s: the decision is stored once and can be undone', (...told) => {
    const { context, next } = stationWithBrokenCommits();
    const session = reviewSession();
    const inspectionId = record(context, 'A', 2);
    const [, , , entries = 0, outbox = 0] = stored(context);
    next(...told);
    expect(must(confirmAll(context, session, inspectionId)).board).toMatchObject({ revision: 2, verdict: 'fail' });
    expect(stored(context)).toEqual([2, 0, 0, entries + 2, outbox + 1]);
    expect(must(undoStep(context, session)).board).toMatchObject({ revision: 3, verdict: null });
  });

  it('and cannot be read right after, either: the next try finds the decision and stores no second', () => {
    const { context, next } = stationWithBrokenCommits();
    const { db } = context;
    // Nothing tells within the write whether it was stored.
    const unread: StationContext = { ...context, db: { ...db, write: (work) => db.write(work) } };
    const inspectionId = record(context, 'A', 2);
    const [, , , entries = 0, outbox = 0] = stored(context);
    next('stored');
    expect(must(confirmAll(unread, reviewSession(), inspectionId)).board).toMatchObject({ revision: 2 });
    expect(stored(context)).toEqual([2, 0, 0, entries + 2, outbox + 1]);
  });

  it('control: stores twice what is written again under another id', () => {
    const { context, next } = stationWithBrokenCommits();
    const inspection_id = record(context, 'A', 2);
    const signOff = { inspection_id, kind: 'signed', verdict: 'pass', note: '', cause: 'person' };
    const by = {
      actor_id: 'ada',
      actor_name: 'Ada',
      time: context.clock.now(),
      mono_ms: 1,
      boot_id: 'b',
      audit_seq: 0,
    };
    const write = () => context.db.write(() => ok(context.db.insert('sign_offs', { id: newId(), ...signOff, ...by })));
    next('stored');
    if (!write().ok) must(write());
    expect(count(context, 'sign_offs')).toBe(2);
  });

  it('again and again: said to be unknown, nothing to undo, and the next try decides', () => {
    const { context, next } = stationWithBrokenCommits();
    const session = reviewSession();
    const inspectionId = record(context, 'A', 2);
    next('lost', 'lost', 'lost');
    expect(confirmAll(context, session, inspectionId)).toMatchObject({ error: { code: 'DB_COMMIT_UNKNOWN' } });
    expect(stepsOf(session, context.actor).undo).toBeNull();
    expect(must(confirmAll(context, session, inspectionId)).board).toMatchObject({ revision: 2, verdict: 'fail' });
    expect(count(context, 'verifications')).toBe(2);
  });
});

describe('two people', () => {
  it('each undo their own, and a step that no longer fits is refused and forgotten', () => {
    const context = openTestStation();
    const bob = { ...context, actor: { id: 'bob', name: 'Bob', role: 'operator' } };
    const session = reviewSession();
    const inspectionId = record(context, 'A', 1);
    must(confirmAll(context, session, inspectionId, 'first'));
    must(confirmAll(bob, session, inspectionId, 'second'));
    expect(undoStep(context, session)).toMatchObject({ error: { code: 'REVIEW_STALE' } });
    expect(undoStep(context, session)).toMatchObject({ error: { code: 'REVIEW_NOTHING_TO_UNDO' } });
    expect(must(undoStep(bob, session)).board.defects[0]).toMatchObject({ note: 'first', verification: 'confirmed' });
  });

  it('cannot sign what they did not see, nor sign again what others decided otherwise', () => {
    const context = openTestStation();
    const bob = { ...context, actor: { id: 'bob', name: 'Bob', role: 'operator' } };
    const session = reviewSession();
    const inspectionId = record(context, 'A', 1);
    const seen = must(readBoard(context.db, inspectionId)).revision;
    must(confirmAll(bob, session, inspectionId));
    const stale = signOffBoard(context, session, { inspectionId, revision: seen, note: '' });
    expect(stale).toMatchObject({ error: { code: 'REVIEW_STALE' } });
    must(signOffBoard(context, session, { inspectionId, revision: seen + 1, note: '' }));
    must(undoStep(context, session));
    must(undoStep(bob, session));
    expect(redoStep(context, session)).toMatchObject({ error: { code: 'REVIEW_STALE' } });
    expect(must(readBoard(context.db, inspectionId)).signedOff).toBeNull();
  });
});

describe('what lists show', () => {
  const acts = fc.array(
    fc.record({
      board: fc.nat(2),
      act: fc.constantFrom('verify', 'verify', 'sign', 'reopen', 'annotate', 'undo', 'redo'),
      verification: fc.constantFrom(...verifications),
      defect: fc.nat(3),
    }),
    { maxLength: 25 },
  );

  it('is what the decisions give, after any of them', () => {
    fc.assert(
      fc.property(acts, (list) => {
        const context = openTestStation();
        const session = reviewSession();
        const boards = [0, 1, 3].map((defects) => record(context, `B${defects}`, defects));
        for (const { board, act, verification, defect } of list) {
          const inspectionId = boards[board]!;
          const { defects, revision } = must(readBoard(context.db, inspectionId));
          const defectIds = defects.slice(0, defect).map(({ id }) => id);
          const box = { x: 1, y: 1, width: 5, height: 5 };
          const missed = { kind: 'missed_detection', defectId: null, box, label: 'open', notes: '' } as const;
          if (act === 'verify')
            verifyDefects(context, session, { inspectionId, defectIds, verification, reason: '', note: '' });
          else if (act === 'sign') signOffBoard(context, session, { inspectionId, revision, note: '' });
          else if (act === 'reopen') reopenBoard(context, session, { inspectionId, reason: 'again' });
          else if (act === 'annotate') must(saveAnnotation(context, session, { inspectionId, ...missed }));
          else if (act === 'undo') undoStep(context, session);
          else redoStep(context, session);
        }
        expect(wrongStandings(context.db)).toEqual([]);
        const shelves = `SELECT count(*) FROM inspections i WHERE i.shelf = s.shelf`;
        expect(context.db.scalar(`SELECT count(*) FROM shelf_counts s WHERE boards <> (${shelves})`)).toBe(0);
        expect(must(verifyStationLog(context.db)).ok).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  it.each([
    `UPDATE inspections SET standing_verdict = 'pass'`,
    `UPDATE inspections SET undecided_count = 7`,
    `UPDATE inspections SET shelf = 'done'`,
    `UPDATE defects SET verification = 'accepted'`,
  ])('control: %s is noticed', (change) => {
    const context = openTestStation();
    record(context, 'A', 1);
    expect(wrongStandings(context.db)).toEqual([]);
    must(context.db.write(() => ok(context.db.run(statement(change, [])))));
    expect(wrongStandings(context.db)).not.toEqual([]);
  });
});
