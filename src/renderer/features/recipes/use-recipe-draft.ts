import { useState } from 'react';
import { useStore } from 'zustand';
import { useWorkspace } from '../../app/workspace-context.tsx';
import { type RecipeChange, recipeChanges } from './recipe-changes.ts';
import { openRecipeDraft, type RecipeBase, type RecipeDraft } from './recipe-draft.ts';

export interface OpenedDraft extends RecipeDraft {
  readonly changes: readonly RecipeChange[];
  /** Somebody saved this version after the person began. */
  readonly overtakenBy: number | null;
}

/** The recipe under work. `name`: the part, empty for a new recipe. */
export function useRecipeDraft(name: string, stored: RecipeBase): OpenedDraft {
  const { client, recipeDrafts } = useWorkspace();
  const [store] = useState(() =>
    openRecipeDraft(name, stored, { client, storage: localStorage, drafts: recipeDrafts }),
  );
  const draft = useStore(store);
  const { base, basedOn } = draft;
  return {
    ...draft,
    changes: recipeChanges(base.content, draft.content),
    overtakenBy: basedOn < base.version ? base.version : null,
  };
}
