/** A text that is saved when the person leaves it, by any way: the field, the view, or Enter. */
import { createStore } from 'zustand/vanilla';

interface Saving {
  /** As it is stored. */
  readonly value: string;
  /** Several lines, which keep the space around them. */
  readonly multiline: boolean;
  readonly required: boolean;
  /** Null where it was saved, else why not. */
  readonly save: (text: string) => Promise<string | null>;
}

export interface SavedText {
  /** Null: as it is stored. */
  readonly typed: string | null;
  /** Why it was not saved; `needed` where nothing is no value for it. */
  readonly refusal: { readonly why: 'needed' } | { readonly why: 'refused'; readonly text: string } | null;
  readonly type: (text: string) => void;
  readonly revert: () => void;
  /** What is being saved already is not saved again. */
  readonly commit: (saving: Saving) => Promise<void>;
  /** The field goes: what was typed is saved, and a refusal is told with it because no field is left to show them. */
  readonly leave: (saving: Saving, onRefused: (typed: string, refusal: string) => void) => Promise<void>;
}

export const createSavedText = () =>
  createStore<SavedText>()((set, get) => {
    /** The last text that was sent and how it ended. */
    let sent: { readonly text: string; readonly reply: Promise<string | null> } | null = null;

    const send = (text: string, save: Saving['save']): Promise<string | null> => {
      if (sent?.text === text) return sent.reply;
      const mine = { text, reply: save(text) };
      sent = mine;
      void mine.reply.finally(() => {
        if (sent === mine) sent = null;
      });
      return mine.reply;
    };
    const wanted = ({ value, multiline }: Saving): string | null => {
      const { typed } = get();
      // While another text is being saved, the one before it is a change as well.
      if (typed === null || (sent === null && typed.trim() === value)) return null;
      return multiline ? typed : typed.trim();
    };

    return {
      typed: null,
      refusal: null,
      type: (typed) => set({ typed }),
      revert: () => set({ typed: null, refusal: null }),
      commit: async (saving) => {
        const { typed } = get();
        const text = wanted(saving);
        if (text === null) return get().revert();
        if (saving.required && text.trim() === '') return set({ refusal: { why: 'needed' } });
        const refused = await send(text, saving.save);
        // What was typed while it was saved is for the next time.
        const typedOn = get().typed !== typed;
        set({
          ...(refused === null && !typedOn ? { typed: null } : {}),
          refusal: refused === null ? null : { why: 'refused', text: refused },
        });
      },
      leave: async (saving, onRefused) => {
        const text = wanted(saving);
        if (text === null || (saving.required && text.trim() === '')) return;
        const refused = await send(text, saving.save);
        if (refused !== null) onRefused(text, refused);
      },
    };
  });
