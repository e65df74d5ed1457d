/**
 * Notes that are being written, each about one defect. They stay until the station has them or the person drops them,
 * whatever else comes into view; kept for the window's life, also when its page is loaded anew, and shown to nobody but
 * who wrote them.
 */
import { createJSONStorage, persist, type StateStorage } from 'zustand/middleware';
import { createStore, type StateCreator } from 'zustand/vanilla';
import type { Defect, ReviewStore } from '../../app/review-store.ts';

export interface NoteDraft {
  readonly id: number;
  /** Who writes it; null on a station without people. */
  readonly author: string | null;
  readonly inspectionId: string;
  /** Null: the one whose decision is still on its way. */
  readonly defectId: string | null;
  /** The note as it was when the person began. */
  readonly began: string;
  readonly text: string;
}

export interface NoteDrafts {
  /** The one that is being written comes last. */
  readonly drafts: readonly NoteDraft[];
  /** Begins a note or goes on with it: about `defect`, or null for what is being decided. Its id; null without a board. */
  readonly begin: (author: string | null, defect: Defect | null) => number | null;
  readonly type: (id: number, text: string) => void;
  readonly drop: (id: number) => void;
  /** Stores it when its turn comes. What the station has not taken stays. */
  readonly keep: (id: number) => Promise<void>;
  /** Keeps all that the person has typed about the board in view, before whatever they do to it next. */
  readonly keepAll: (author: string | null) => void;
}

/**
 * @param onUntaken There is no decision any more that the note could go with.
 * @param storage Outlives the page, not the window.
 */
export function createNoteDrafts(review: ReviewStore, onUntaken: (note: string) => void, storage: () => StateStorage) {
  return createStore<NoteDrafts>()(
    persist(noteDrafts(review, onUntaken), {
      name: 'fiducial.notes',
      storage: createJSONStorage(storage),
      // What is not decided yet has no defect that a new page would know.
      partialize: ({ drafts }) => ({ drafts: drafts.filter(({ defectId }) => defectId !== null) }),
    }),
  );
}

function noteDrafts(review: ReviewStore, onUntaken: (note: string) => void): StateCreator<NoteDrafts> {
  /** Texts on their way, by draft. */
  const sent = new Map<number, string>();
  let lastId = 0;

  return (set, get) => {
    const find = (id: number): NoteDraft | undefined => get().drafts.find((draft) => draft.id === id);
    const replace = (draft: NoteDraft): void =>
      set(({ drafts }) => ({ drafts: drafts.map((one) => (one.id === draft.id ? draft : one)) }));

    /** The decision that was on its way has its turn: only then is it known what it was about. */
    const learn = (id: number, defectId: string): void => {
      const draft = find(id);
      if (draft === undefined) return;
      const { drafts, drop } = get();
      const before = drafts.find((one) => one.author === draft.author && one.defectId === defectId);
      if (before !== undefined) drop(before.id);
      const text = before === undefined ? draft.text : [before.text, draft.text].join(' ').trim();
      replace({ ...draft, defectId, text });
    };

    /** Whether the station would take it now: then something else was refused first, which was said. */
    const isTakable = ({ inspectionId, defectId }: NoteDraft): boolean => {
      const { board } = review.getState();
      if (board?.id !== inspectionId || board.signedOff !== null) return false;
      return board.defects.some(({ id, verification }) => id === defectId && verification !== 'not_verified');
    };

    return {
      drafts: [],
      begin: (author, defect) => {
        const { board, explain } = review.getState();
        if (board === null) return null;
        const defectId = defect?.id ?? null;
        const isIt = (one: NoteDraft) =>
          one.author === author && one.inspectionId === board.id && one.defectId === defectId;
        const begun = get().drafts.find(isIt);
        if (begun !== undefined) {
          set(({ drafts }) => ({ drafts: [...drafts.filter((one) => one !== begun), begun] }));
          return begun.id;
        }
        lastId = Math.max(lastId, ...get().drafts.map((one) => one.id)) + 1;
        const id = lastId;
        const began = defect?.note ?? '';
        const draft = { id, author, inspectionId: board.id, defectId, began, text: began };
        set(({ drafts }) => ({ drafts: [...drafts, draft] }));
        if (defect === null)
          void explain((decided) => {
            learn(id, decided.id);
            return null;
          });
        return id;
      },
      type: (id, text) => {
        const draft = find(id);
        if (draft !== undefined) replace({ ...draft, text });
      },
      drop: (id) => set(({ drafts }) => ({ drafts: drafts.filter((draft) => draft.id !== id) })),
      keep: async (id) => {
        const draft = find(id);
        const note = draft?.text.trim();
        if (draft === undefined || note === undefined || sent.get(id) === note) return;
        sent.set(id, note);
        const reply = await review.getState().explain((defect) => {
          // Whatever was decided since, the note is about what it was written for.
          const meant = find(id)?.defectId ?? defect.id;
          return meant === defect.id ? { note } : null;
        }, draft.defectId ?? undefined);
        if (sent.get(id) === note) sent.delete(id);
        const left = find(id);
        if (left === undefined) return;
        if (reply?.ok && left.text.trim() === note) get().drop(id);
        if (reply === null && !isTakable(left)) onUntaken(left.text);
      },
      keepAll: (author) => {
        const inspectionId = review.getState().board?.id;
        const { drafts, drop, keep } = get();
        for (const { id, text, began } of drafts.filter(
          (one) => one.author === author && one.inspectionId === inspectionId,
        )) {
          if (text.trim() === began.trim()) drop(id);
          else void keep(id);
        }
      },
    };
  };
}

export type NoteDraftsStore = ReturnType<typeof createNoteDrafts>;
