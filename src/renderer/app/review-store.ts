/**
 * The board under review: what the queue, the board's view and the list of defects share. Every change goes to the
 * station first and is shown when it is committed; changes follow each other in the order of the key presses.
 */
import type { z } from 'zod';
import { createStore } from 'zustand/vanilla';
import type { Verification } from '../../core/inspection/vocabulary.ts';
import type { annotation, defect, reviewedBoard } from '../../ipc/boards.ts';
import type { annotations, review, step } from '../../ipc/review.ts';
import type { inspectionRow } from '../../ipc/values.ts';
import { ask, type Reply, type ReplyError, type StationClient } from './client.ts';

export type Board = z.output<typeof reviewedBoard>;
export type Defect = z.output<typeof defect>;
export type Annotation = z.output<typeof annotation>;
export type AnnotationDraft = z.input<(typeof annotations)['save']['input']>;
export type Step = z.output<typeof step>;
/** Names the only step that may be taken back. */
export type ExpectedStep = NonNullable<z.input<(typeof review)['undo']['input']>['expected']>;
type Row = z.output<typeof inspectionRow>;

export interface Steps {
  readonly undo: Step | null;
  readonly redo: Step | null;
}

/** How the golden is shown beside the board. */
export const compareModes = ['board', 'side', 'blink', 'curtain', 'difference'] as const;
export type CompareMode = (typeof compareModes)[number];

interface Decision {
  readonly verification: Verification;
  readonly reason?: string;
  readonly note?: string;
}

/** What goes with a sign-off: a note, and on a station with people the signature. */
type Signing = Pick<z.input<(typeof review)['signOff']['input']>, 'note' | 'signature'>;

/** Replaces the reason or the note; what is absent stays. */
type Words = Pick<Decision, 'reason' | 'note'>;

export interface ReviewState {
  readonly board: Board | null;
  /** Asked for and not here yet; the board before it stays in view meanwhile. */
  readonly opening: string | null;
  /** Why the board that was asked for could not be opened. */
  readonly failure: ReplyError | null;
  /** A defect of the board. */
  readonly selectedId: string | null;
  /** Counts selections by list or key: the board then brings the defect into view. */
  readonly focusCount: number;
  readonly overlays: boolean;
  readonly compare: CompareMode;
  readonly steps: Steps;
  /** A change is on its way to the station. */
  readonly busy: boolean;
  /** Set by a decision for the one that was just decided: where digits and notes go. */
  readonly lastDecidedId: string | null;

  readonly open: (inspectionId: string) => Promise<void>;
  readonly close: () => void;
  /** `focus`: bring it into view, as lists and keys ask; the board's own clicks do not move the board. */
  readonly select: (defectId: string | null, focus?: boolean) => void;
  readonly selectNext: (direction: 1 | -1) => void;
  readonly setOverlays: (visible: boolean) => void;
  readonly setCompare: (mode: CompareMode) => void;
  /** Decides `defectId`, or the one selected when its turn comes. Null where there was nothing to decide. */
  readonly decide: (decision: Decision, defectId?: string) => Promise<Reply<Board> | null>;
  /**
   * Says why: of `defectId`, or of the defect decided last when its turn comes. `words` gets the defect as it is then;
   * null where there is nothing to say, or the defect is undecided.
   */
  readonly explain: (words: (defect: Defect) => Words | null, defectId?: string) => Promise<Reply<Board> | null>;
  /**
   * Refused where the board, as it is when its turn comes, cannot be signed. What was given with `signing` was typed in a
   * dialog, which says the refusal itself.
   */
  readonly signOff: (signing?: Signing) => Promise<Reply<Board> | null>;
  /** The dialog that has the reason says a refusal itself. */
  readonly reopen: (reason: string) => Promise<Reply<Board> | null>;
  /** The person's last step, on whichever board; it comes into view. `expected`: only where it is this one. */
  readonly undo: (expected?: ExpectedStep) => Promise<Reply<Board> | null>;
  readonly redo: () => Promise<Reply<Board> | null>;
  readonly saveAnnotation: (draft: AnnotationDraft) => Promise<Reply<Board> | null>;
  readonly removeAnnotation: (id: string) => Promise<Reply<Board> | null>;
  readonly loadSteps: () => Promise<void>;
  /** Rows that changed, or null for "read again": the open board is read again where it is among them and differs. */
  readonly noticeRows: (rows: readonly Row[] | null) => void;
}

export interface ReviewSurroundings {
  readonly client: StationClient;
  /** Select the next undecided defect after a decision. */
  readonly advances: () => boolean;
  /** Every refusal, once. */
  readonly onFailure: (error: ReplyError) => void;
  /** After the commit. */
  readonly onSignedOff: (board: Board) => void;
  /** A key came while another board was on its way: it was about neither, and nothing was done. */
  readonly onTooEarly: () => void;
}

/** What a change is about, and so where it belongs once another board comes into view. */
type About = 'board in view' | 'what it names' | 'last step';

type Outcome = { readonly board: Board; readonly steps: Steps };

export function createReviewStore(surroundings: ReviewSurroundings) {
  const { client, advances, onFailure, onSignedOff, onTooEarly } = surroundings;
  return createStore<ReviewState>()((set, get) => {
    let turn: Promise<unknown> = Promise.resolve();

    /**
     * Runs changes one after another; one that fails drops those that were waiting behind it. A change is about the
     * board that was in view when the key was pressed: where another one is in view when its turn comes, or was on its
     * way already, it is dropped, because the person had left the one and nobody looked at the other yet. A change that
     * names its object, a note or a box, is about that. Undo and redo are about what was done last, on whichever board:
     * it comes into view, whatever was on its way, so that nothing is taken back unseen.
     */
    let generation = 0;
    function change(
      make: (state: ReviewState) => (() => Promise<Reply<Outcome>>) | null,
      then: (board: Board, before: ReviewState) => void = () => {},
      about: About = 'board in view',
      sayFailure: (error: ReplyError) => void = onFailure,
    ): Promise<Reply<Board> | null> {
      const mine = generation;
      const { board: left, opening } = get();
      const inView = left?.id;
      if (about === 'board in view' && opening !== null && opening !== inView) {
        if (left?.signedOff === null) onTooEarly();
        return Promise.resolve(null);
      }
      const run = async (): Promise<Reply<Board> | null> => {
        const before = get();
        const meant = mine === generation && (about !== 'board in view' || before.board?.id === inView);
        const question = meant ? make(before) : null;
        if (question === null) return null;
        set({ busy: true });
        const reply = await ask(question);
        if (!reply.ok) {
          generation += 1;
          set({ busy: false });
          sayFailure(reply.error);
          if (reply.error.code === 'REVIEW_STALE' && before.board) await readAgain(before.board.id);
          return reply;
        }
        const { board, steps } = reply.value;
        // A person who went on to another board meanwhile stays there.
        const stays = about !== 'last step' && get().board?.id !== board.id;
        const next = about === 'last step' ? null : get().opening;
        set({ ...(stays ? {} : shown(get(), board)), opening: next, steps, busy: false });
        if (!stays) then(board, before);
        return { ok: true, value: reply.value.board };
      };
      const result = turn.then(run);
      turn = result;
      return result;
    }

    async function readAgain(id: string): Promise<void> {
      const reply = await ask(() => client.boards.open({ inspectionId: id }));
      if (get().board?.id !== id) return;
      // What is in view is older than the station's: nobody may take it for the present.
      if (reply.ok) set(shown(get(), reply.value));
      else onFailure(reply.error);
    }

    return {
      board: null,
      opening: null,
      failure: null,
      selectedId: null,
      focusCount: 0,
      overlays: true,
      compare: 'board',
      steps: { undo: null, redo: null },
      busy: false,
      lastDecidedId: null,

      open: async (inspectionId) => {
        set({ opening: inspectionId, failure: null });
        const reply = await ask(() => client.boards.open({ inspectionId }));
        // Only the last one asked for is shown.
        if (get().opening !== inspectionId) return;
        if (!reply.ok) set({ opening: null, failure: reply.error, board: null, selectedId: null });
        else set({ ...shown(get(), reply.value), opening: null, failure: null });
      },
      close: () => set({ board: null, opening: null, failure: null, selectedId: null, lastDecidedId: null }),
      select: (defectId, focus = true) =>
        set(({ focusCount }) => ({
          selectedId: defectId,
          focusCount: focus ? focusCount + 1 : focusCount,
          lastDecidedId: null,
        })),
      selectNext: (direction) => {
        const { board, selectedId, select } = get();
        if (board === null || board.defects.length === 0) return;
        const at = board.defects.findIndex(({ id }) => id === selectedId);
        const last = board.defects.length - 1;
        const next = at === -1 ? (direction === 1 ? 0 : last) : Math.min(last, Math.max(0, at + direction));
        select(board.defects[next]!.id);
      },
      setOverlays: (overlays) => set({ overlays }),
      setCompare: (compare) => set({ compare }),

      decide: (decision, defectId) => {
        let decided: string | null = null;
        return change(
          ({ board, selectedId }) => {
            decided = defectId ?? selectedId;
            if (board === null || decided === null) return null;
            const { verification, reason = '', note = '' } = decision;
            const input = { inspectionId: board.id, defectIds: [decided], verification, reason, note };
            return () => client.review.verify(input);
          },
          (board) => {
            set({ lastDecidedId: decided });
            const moves = advances() && decision.verification !== 'not_verified' && decided === get().selectedId;
            const next = moves && decided !== null ? undecidedAfter(board, decided) : null;
            if (next !== null) set(({ focusCount }) => ({ selectedId: next, focusCount: focusCount + 1 }));
          },
        );
      },
      explain: (words, defectId) => {
        let explained: string | null = null;
        return change(
          ({ board, selectedId, lastDecidedId }) => {
            explained = defectId ?? lastDecidedId ?? selectedId;
            const defect = board?.defects.find(({ id }) => id === explained);
            if (!board || !defect || defect.verification === 'not_verified') return null;
            const said = words(defect);
            if (said === null) return null;
            const { id, verification, reason, note } = defect;
            const input = { inspectionId: board.id, defectIds: [id], verification, reason, note, ...said };
            return () => client.review.verify(input);
          },
          () => set({ lastDecidedId: explained }),
          defectId === undefined ? 'board in view' : 'what it names',
        );
      },
      signOff: (signing) =>
        change(
          ({ board }) => {
            if (board === null || board.signedOff !== null) return null;
            const { refused } = board.implied.signing;
            if (refused !== null) {
              onFailure({ code: refused, message: refused });
              return null;
            }
            const input = { inspectionId: board.id, revision: board.revision, ...signing };
            return () => client.review.signOff(input);
          },
          (board) => onSignedOff(board),
          'board in view',
          signing === undefined ? onFailure : () => {},
        ),
      reopen: (reason) =>
        change(
          ({ board }) => board && (() => client.review.reopen({ inspectionId: board.id, reason })),
          () => {},
          'board in view',
          () => {},
        ),
      undo: (expected) => change(() => () => client.review.undo({ expected }), selectTouched, 'last step'),
      redo: () => change(() => () => client.review.redo({}), selectTouched, 'last step'),
      saveAnnotation: (draft) => change(() => () => client.annotations.save(draft), undefined, 'what it names'),
      removeAnnotation: (id) =>
        change(({ board }) => board && (() => client.annotations.remove({ inspectionId: board.id, id }))),

      loadSteps: async () => {
        const reply = await ask(() => client.review.steps({}));
        if (reply.ok) set({ steps: reply.value });
      },
      noticeRows: (rows) => {
        const { board, busy } = get();
        if (board === null || busy) return;
        const row = rows?.find(({ id }) => id === board.id);
        if (rows === null || (row !== undefined && differs(board, row))) void readAgain(board.id);
      },
    };

    /** What undo changed is selected, so that it is seen. */
    function selectTouched(board: Board, before: ReviewState): void {
      const old = new Map(before.board?.defects.map((one) => [one.id, one]));
      const touched = board.defects.find((one) => {
        const was = old.get(one.id);
        return was !== undefined && (was.verification !== one.verification || was.reason !== one.reason);
      });
      if (touched) set(({ focusCount }) => ({ selectedId: touched.id, focusCount: focusCount + 1 }));
    }
  });
}

export type ReviewStore = ReturnType<typeof createReviewStore>;

/** The board in view; the selection stays while it is one of the board's, else the first undecided defect has it. */
function shown(state: ReviewState, board: Board) {
  const same = state.board?.id === board.id;
  const kept = same && board.defects.some(({ id }) => id === state.selectedId) ? state.selectedId : null;
  const first = board.defects.find(({ verification }) => verification === 'not_verified') ?? board.defects[0];
  const selectedId = kept ?? first?.id ?? null;
  return {
    board,
    selectedId,
    lastDecidedId: same ? state.lastDecidedId : null,
    focusCount: selectedId === state.selectedId ? state.focusCount : state.focusCount + 1,
  };
}

/** The next undecided defect after `id` in the list's order, from its start again at the end; null where none is left. */
export function undecidedAfter(board: Board, id: string): string | null {
  const at = board.defects.findIndex((one) => one.id === id);
  const inTurn = [...board.defects.slice(at + 1), ...board.defects.slice(0, at)];
  return inTurn.find(({ verification }) => verification === 'not_verified')?.id ?? null;
}

export const undecidedOf = (board: Board): number =>
  board.defects.filter(({ verification }) => verification === 'not_verified').length;

const differs = (board: Board, row: Row): boolean =>
  row.signedOff !== (board.signedOff !== null) ||
  row.status !== board.status ||
  row.defects !== board.defects.length ||
  row.undecided !== undecidedOf(board);
