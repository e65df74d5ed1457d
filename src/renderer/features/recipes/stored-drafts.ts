/** Unsaved recipes survive leaving the view, a reload and a restart: nothing typed is ever lost. */
import { z } from 'zod';
import { recipeContent } from '../../../ipc/recipes.ts';

const storedDraft = z.object({
  content: recipeContent,
  /** The version that the person started from. */
  basedOn: z.number().int(),
  /** Of a new recipe: what was typed for its part. */
  part: z.string().optional(),
});
export type StoredDraft = z.output<typeof storedDraft>;

export type DraftStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const keyOf = (name: string): string => `recipe-draft:${name}`;

/** Null where there is none, and where it is not readable any more: an older program may have written it. */
export function readDraft(store: DraftStorage, name: string): StoredDraft | null {
  const text = store.getItem(keyOf(name));
  if (text === null) return null;
  const parsed = storedDraft.safeParse(parseJson(text));
  return parsed.success ? parsed.data : null;
}

export const keepDraft = (store: DraftStorage, name: string, draft: StoredDraft): void =>
  store.setItem(keyOf(name), JSON.stringify(draft));

export const dropDraft = (store: DraftStorage, name: string): void => store.removeItem(keyOf(name));

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
