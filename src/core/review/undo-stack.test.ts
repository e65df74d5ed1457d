import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnnotationContent } from '../annotation/annotation.ts';
import { verdicts, verifications } from '../inspection/vocabulary.ts';
import type { AnnotationId, DefectId, InspectionId } from '../kernel/ids.ts';
import type { Result } from '../kernel/result.ts';
import { type BoardReview, type Decision, undecided } from './board-review.ts';
import { applyStep, type ReviewChange, type ReviewStep, type ReviewStepKind, sameDecision } from './review-step.ts';
import { emptyStack, maxSteps, nextSteps, pushed, redoMove, type UndoStack, undoMove } from './undo-stack.ts';

/** Boards by id, with what people said, and what one person can undo. */
interface Desk {
  readonly boards: ReadonlyMap<InspectionId, BoardReview>;
  readonly stack: UndoStack;
}

const defectsPerBoard = 3;
const defectIds = Array.from({ length: defectsPerBoard }, (_, n) => `d${n}` as DefectId);
/** Who said it does not matter to what can be undone. */
const saidIn = { before: null, after: null };
const untouched: BoardReview = {
  decisions: new Map(defectIds.map((id) => [id, undecided])),
  signOff: null,
  annotations: new Map(),
};
const start: Desk = {
  boards: new Map(['a', 'b'].map((id) => [id as InspectionId, untouched])),
  stack: emptyStack,
};

/** What a person tries; it becomes a step that fits the board as it is then. */
type Attempt =
  | { readonly do: 'verify'; readonly which: readonly number[]; readonly decision: Decision }
  | { readonly do: 'sign'; readonly verdict: 'pass' | 'fail' }
  | { readonly do: 'reopen' }
  | { readonly do: 'annotate'; readonly id: string; readonly content: AnnotationContent }
  | { readonly do: 'remove'; readonly id: string }
  | { readonly do: 'undo' }
  | { readonly do: 'redo' };

const text = fc.constantFrom('', 'dust', 'flux');
const annotationId = fc.constantFrom('n1', 'n2');
const content: fc.Arbitrary<AnnotationContent> = fc.record({
  kind: fc.constant('missed_detection'),
  defectId: fc.constant(null),
  box: fc.record({ x: fc.nat(5), y: fc.nat(5), width: fc.integer({ min: 1, max: 5 }), height: fc.constant(2) }),
  label: fc.constantFrom('open', 'short'),
  notes: text,
});
const attempt: fc.Arbitrary<Attempt> = fc.oneof(
  fc.record({
    do: fc.constant('verify'),
    which: fc.uniqueArray(fc.nat(defectsPerBoard - 1), { minLength: 1 }),
    decision: fc.record({ verification: fc.constantFrom(...verifications), reason: text, note: text }),
  }),
  fc.record({ do: fc.constant('sign'), verdict: fc.constantFrom(...verdicts) }),
  fc.constant<Attempt>({ do: 'reopen' }),
  fc.record({ do: fc.constant('annotate'), id: annotationId, content }),
  fc.record({ do: fc.constant('remove'), id: annotationId }),
);
const withUndo = fc.oneof({ weight: 3, arbitrary: attempt }, fc.constantFrom<Attempt>({ do: 'undo' }, { do: 'redo' }));
const onBoard = <T>(what: fc.Arbitrary<T>) =>
  fc.array(fc.tuple(fc.constantFrom('a' as InspectionId, 'b' as InspectionId), what), { maxLength: 30 });

function changesOf(review: BoardReview, tried: Attempt): readonly [ReviewStepKind, readonly ReviewChange[]] {
  switch (tried.do) {
    case 'verify': {
      const changed = tried.which.flatMap((index): ReviewChange[] => {
        const id = defectIds[index]!;
        const before = review.decisions.get(id)!;
        return sameDecision(before, tried.decision)
          ? []
          : [{ of: 'defect', id, before, after: tried.decision, saidIn }];
      });
      return ['verification', review.signOff === null ? changed : []];
    }
    case 'sign':
      return review.signOff === null
        ? [
            'sign_off',
            [
              {
                of: 'sign_off',
                before: null,
                after: { verdict: tried.verdict, note: '', meaning: 'reviewed' },
                saidIn,
              },
            ],
          ]
        : ['sign_off', []];
    case 'reopen':
      return [
        'reopen',
        review.signOff === null ? [] : [{ of: 'sign_off', before: review.signOff, after: null, saidIn }],
      ];
    case 'annotate': {
      const id = tried.id as AnnotationId;
      const before = review.annotations.get(id) ?? null;
      return ['annotation_saved', [{ of: 'annotation', id, before, after: tried.content, saidIn }]];
    }
    case 'remove': {
      const id = tried.id as AnnotationId;
      const before = review.annotations.get(id);
      return ['annotation_removed', before ? [{ of: 'annotation', id, before, after: null, saidIn }] : []];
    }
    case 'undo':
    case 'redo':
      throw new Error('not a change');
  }
}

function must<T, E>(result: Result<T, E>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const applied = (boards: Desk['boards'], step: ReviewStep): Desk['boards'] =>
  new Map(boards).set(step.inspectionId, must(applyStep(boards.get(step.inspectionId)!, step)));

function act(desk: Desk, board: InspectionId, tried: Attempt): Desk {
  if (tried.do === 'undo' || tried.do === 'redo') return back(desk, tried.do);
  const [kind, changes] = changesOf(desk.boards.get(board)!, tried);
  if (changes.length === 0) return desk;
  const step: ReviewStep = { kind, inspectionId: board, serial: null, changes, reason: '' };
  return { boards: applied(desk.boards, step), stack: pushed(desk.stack, step) };
}

function back(desk: Desk, which: 'undo' | 'redo'): Desk {
  const move = which === 'undo' ? undoMove(desk.stack) : redoMove(desk.stack);
  if (!move.ok) return desk;
  return { boards: applied(desk.boards, move.value.step), stack: move.value.after };
}

function toTheEnd(desk: Desk, which: 'undo' | 'redo'): Desk {
  let at = desk;
  while (at.stack[which].length > 0) at = back(at, which);
  return at;
}

/** Equal in content: a redone annotation may stand elsewhere in its map. */
const contentOf = (desk: Desk) =>
  [...desk.boards].map(([id, { decisions, signOff, annotations }]) => ({
    id,
    decisions: [...decisions],
    signOff,
    annotations: [...annotations].sort(([a], [b]) => a.localeCompare(b)),
  }));

describe('undo and redo', () => {
  it('give back the first state, and then the last one again, after any steps', () => {
    fc.assert(
      fc.property(onBoard(withUndo), (attempts) => {
        const done = attempts.reduce((desk, [board, tried]) => act(desk, board, tried), start);
        const undone = toTheEnd(done, 'undo');
        expect(contentOf(undone)).toEqual(contentOf(start));
        const redone = toTheEnd(undone, 'redo');
        expect(contentOf(redone)).toEqual(contentOf(toTheEnd(done, 'redo')));
      }),
    );
  });

  it('go one step: each undo is taken back by one redo', () => {
    fc.assert(
      fc.property(onBoard(attempt), (attempts) => {
        const done = attempts.reduce((desk, [board, tried]) => act(desk, board, tried), start);
        fc.pre(done.stack.undo.length > 0);
        const again = back(back(done, 'undo'), 'redo');
        expect(contentOf(again)).toEqual(contentOf(done));
        expect(again.stack).toEqual(done.stack);
      }),
    );
  });

  it('drop what was undone once something new is done', () => {
    const [a] = ['a' as InspectionId];
    const signed = act(start, a, { do: 'sign', verdict: 'pass' });
    const undone = back(signed, 'undo');
    expect(nextSteps(undone.stack)).toMatchObject({ undo: null, redo: { kind: 'sign_off', inspectionId: 'a' } });
    const decision = { verification: 'confirmed', reason: '', note: '' } as const;
    const decided = act(undone, a, { do: 'verify', which: [0, 1], decision });
    expect(nextSteps(decided.stack)).toMatchObject({ undo: { count: 2, verification: 'confirmed' }, redo: null });
    expect(redoMove(decided.stack)).toMatchObject({ ok: false, error: { code: 'REVIEW_NOTHING_TO_REDO' } });
  });

  it('take back the step that is named and no other', () => {
    const [a, b] = ['a' as InspectionId, 'b' as InspectionId];
    const signed = act(start, a, { do: 'sign', verdict: 'pass' });
    const named = { kind: 'sign_off', inspectionId: a } as const;
    expect(undoMove(signed.stack, named)).toMatchObject({
      value: { step: { inspectionId: 'a', changes: [{ after: null }] } },
    });
    const signedBoth = act(signed, b, { do: 'sign', verdict: 'pass' });
    const decision = { verification: 'confirmed', reason: '', note: '' } as const;
    const decided = act(signed, b, { do: 'verify', which: [0], decision });
    for (const { stack } of [signedBoth, decided, start])
      expect(undoMove(stack, named)).toMatchObject({ ok: false, error: { code: 'REVIEW_NOT_LAST_STEP' } });
  });

  it('remember a shift of steps and no more', () => {
    const step: ReviewStep = {
      kind: 'reopen',
      inspectionId: 'a' as InspectionId,
      serial: null,
      changes: [],
      reason: '',
    };
    let stack = emptyStack;
    for (let n = 0; n < maxSteps + 5; n += 1) stack = pushed(stack, { ...step, serial: String(n) });
    expect(stack.undo).toHaveLength(maxSteps);
    expect(stack.undo[0]?.serial).toBe('5');
  });
});

describe('a step', () => {
  const confirmed: Decision = { verification: 'confirmed', reason: '', note: '' };
  const step = (before: Decision): ReviewStep => ({
    kind: 'verification',
    inspectionId: 'a' as InspectionId,
    serial: null,
    changes: [{ of: 'defect', id: defectIds[0]!, before, after: { ...confirmed, note: 'x' }, saidIn }],
    reason: '',
  });

  it('is refused where the board is not as it says it was before', () => {
    expect(applyStep(untouched, step(confirmed))).toMatchObject({ error: { code: 'REVIEW_STALE' } });
    expect(applyStep(untouched, step(undecided)).ok).toBe(true);
  });

  it('changes no decision about a board that is signed off', () => {
    const signed = { ...untouched, signOff: { verdict: 'pass', note: '', meaning: 'reviewed' } as const };
    expect(applyStep(signed, step(undecided))).toMatchObject({ error: { code: 'REVIEW_SIGNED_OFF' } });
  });
});
