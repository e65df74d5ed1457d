/**
 * Recipes under work. Every change is kept until it is saved or discarded, and is made to the content as it is then: what
 * a picture's reading or a save's answer brings never takes the place of what was typed meanwhile.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { type Answer, ask, type Reply, type ReplyError, type StationClient } from '../../app/client.ts';
import { recipeChanges } from './recipe-changes.ts';
import type { RecipeContent, RecipeEdit } from './recipe-content.ts';
import { type DraftStorage, dropDraft, keepDraft, readDraft } from './stored-drafts.ts';

export type Recipe = Answer<StationClient['recipes']['open']>;

/** What a draft is compared with and saved over; version 0 where the part has no recipe yet. */
export interface RecipeBase {
  readonly version: number;
  readonly content: RecipeContent;
  /** UTC; null for a new recipe. */
  readonly savedAt: string | null;
}

export interface RecipeDraft {
  /** The part; typed for a new recipe. */
  readonly part: string;
  readonly base: RecipeBase;
  readonly content: RecipeContent;
  /** The version that the person began from; an older one than `base` was overtaken. */
  readonly basedOn: number;
  /** There were changes already when the view was opened. */
  readonly kept: boolean;
  readonly saving: boolean;
  readonly error: ReplyError | null;
  /** The version that was saved since the view was opened. */
  readonly saved: Recipe | null;
  readonly change: (edit: RecipeEdit) => void;
  readonly namePart: (part: string) => void;
  /** Not while it is being saved: nobody could say which of the two came first. */
  readonly discard: () => void;
  /** Null where it is being saved already. */
  readonly save: () => Promise<Reply<Recipe> | null>;
  /** The view is opened again, with what the station has now. */
  readonly reopen: (stored: RecipeBase) => void;
}

export type RecipeDraftStore = StoreApi<RecipeDraft>;

/** Drafts of the window's life by part, `''` for the new recipe: who comes back finds what is still being saved. */
export type RecipeDrafts = Map<string, RecipeDraftStore>;

interface RecipeDraftSurroundings {
  readonly client: Pick<StationClient, 'recipes'>;
  readonly storage: DraftStorage;
  readonly drafts: RecipeDrafts;
}

/** `name`: the part, empty for a new recipe. */
export function openRecipeDraft(name: string, stored: RecipeBase, surroundings: RecipeDraftSurroundings) {
  const { drafts } = surroundings;
  const opened = drafts.get(name);
  opened?.getState().reopen(stored);
  const draft = opened ?? createRecipeDraft(name, stored, surroundings);
  drafts.set(name, draft);
  return draft;
}

const same = (one: RecipeContent, other: RecipeContent): boolean => recipeChanges(one, other).length === 0;

function createRecipeDraft(
  name: string,
  stored: RecipeBase,
  { client, storage, drafts }: RecipeDraftSurroundings,
): RecipeDraftStore {
  // A new recipe's draft becomes its part's when it is saved.
  let key = name;
  const found = readDraft(storage, name);
  const differs = found !== null && (!same(found.content, stored.content) || (found.part ?? name) !== name);

  const draft: RecipeDraftStore = createStore<RecipeDraft>()((set, get) => {
    const keep = (): void => {
      const { content, base, basedOn, part, saving } = get();
      const unchanged = same(content, base.content) && basedOn === base.version && part === key;
      if (unchanged && !saving) dropDraft(storage, key);
      else keepDraft(storage, key, { content, basedOn, ...(key === '' ? { part } : {}) });
    };

    /** The version that was sent is stored. What was typed since then stays, as changes to that version. */
    const adopt = (recipe: Recipe, sent: RecipeContent): void => {
      const { content } = get();
      dropDraft(storage, key);
      drafts.delete(key);
      key = recipe.name;
      drafts.set(key, draft);
      set({
        part: recipe.name,
        base: recipe,
        basedOn: recipe.version,
        content: same(content, sent) ? recipe.content : content,
        saved: recipe,
        saving: false,
        kept: false,
      });
      keep();
    };

    return {
      part: found?.part ?? name,
      base: stored,
      content: differs ? found.content : stored.content,
      basedOn: differs ? found.basedOn : stored.version,
      kept: differs,
      saving: false,
      error: null,
      saved: null,

      change: (edit) => {
        set(({ content }) => ({ content: edit(content) }));
        keep();
      },
      namePart: (part) => {
        set({ part });
        keep();
      },
      discard: () => {
        if (get().saving) return;
        set(({ base }) => ({ part: key, content: base.content, basedOn: base.version, error: null, kept: false }));
        dropDraft(storage, key);
      },
      save: async () => {
        const { saving, content: sent, base, part } = get();
        if (saving) return null;
        set({ saving: true, error: null });
        keep();
        const recipe = { name: part.trim(), content: sent, basedOn: base.version };
        const reply = await ask(() => client.recipes.save(recipe));
        if (reply.ok) {
          adopt(reply.value, sent);
          return reply;
        }
        // Who has seen what came meanwhile may save over it; it stays said until then. A part that somebody else gave a
        // recipe is opened to be changed.
        const stale = reply.error.code === 'RECIPE_STALE' && key !== '';
        const newest = stale ? await ask(() => client.recipes.open({ name: recipe.name })) : null;
        set(newest?.ok ? { saving: false, base: newest.value } : { saving: false, error: reply.error });
        return reply;
      },
      reopen: (now) => {
        const { saving, content, base, basedOn } = get();
        const changed = !same(content, base.content) || basedOn !== base.version || get().part !== key;
        set({ saved: null, kept: changed });
        // The answer to a save that is under way brings the newest itself.
        if (saving) return;
        set({ error: null, base: now });
        if (!changed || (same(content, now.content) && get().part === key))
          set({ content: now.content, basedOn: now.version, kept: false });
        keep();
      },
    };
  });
  if (found !== null && !differs) dropDraft(storage, name);
  return draft;
}
