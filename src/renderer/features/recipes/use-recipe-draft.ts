import { useState } from 'react';
import { type Answer, ask, type ReplyError, type StationClient } from '../../app/client.ts';
import { useWorkspace } from '../../app/workspace-context.tsx';
import { type RecipeChange, recipeChanges } from './recipe-changes.ts';
import type { RecipeContent } from './recipe-content.ts';
import { dropDraft, keepDraft, readDraft } from './stored-drafts.ts';

export type Recipe = Answer<StationClient['recipes']['open']>;

/** What a draft is compared with and saved over; version 0 where the part has no recipe yet. */
export interface RecipeBase {
  readonly version: number;
  readonly content: RecipeContent;
}

export interface RecipeDraft {
  readonly base: RecipeBase;
  readonly content: RecipeContent;
  readonly changes: readonly RecipeChange[];
  /** The changes were made before this view was opened. */
  readonly kept: boolean;
  /** Somebody saved this version while the person was typing. */
  readonly overtakenBy: number | null;
  readonly saving: boolean;
  readonly error: ReplyError | null;
  readonly change: (content: RecipeContent) => void;
  readonly discard: () => void;
  /** The recipe as it was saved; null where it was not, with the reason in `error` or `overtakenBy`. */
  readonly save: (name: string) => Promise<Recipe | null>;
}

/** A recipe under work. `name`: the part, empty for a new recipe. Every change is kept until it is saved or discarded. */
export function useRecipeDraft(name: string, stored: RecipeBase): RecipeDraft {
  const { client } = useWorkspace();
  const [base, setBase] = useState(stored);
  const [found] = useState(() => readDraft(localStorage, name));
  const [content, setContent] = useState(found?.content ?? stored.content);
  const [overtakenBy, setOvertakenBy] = useState(
    found !== null && found.basedOn < stored.version ? stored.version : null,
  );
  const [state, setState] = useState<{ saving: boolean; error: ReplyError | null }>({ saving: false, error: null });

  const change = (next: RecipeContent) => {
    setContent(next);
    keepDraft(localStorage, name, { content: next, basedOn: base.version });
  };
  const discard = () => {
    dropDraft(localStorage, name);
    setContent(base.content);
    setOvertakenBy(null);
    setState({ saving: false, error: null });
  };
  const restart = ({ version, content: newest }: Recipe) => {
    setBase({ version, content: newest });
    return version;
  };

  const save = async (part: string): Promise<Recipe | null> => {
    setState({ saving: true, error: null });
    const reply = await ask(() => client.recipes.save({ name: part, content, basedOn: base.version }));
    if (reply.ok) {
      dropDraft(localStorage, name);
      setOvertakenBy(null);
      setState({ saving: false, error: null });
      setContent(reply.value.content);
      restart(reply.value);
      return reply.value;
    }
    const newest = reply.error.code === 'RECIPE_STALE' ? await ask(() => client.recipes.open({ name: part })) : null;
    if (newest?.ok) setOvertakenBy(restart(newest.value));
    setState({ saving: false, error: newest?.ok ? null : reply.error });
    return null;
  };

  const changes = recipeChanges(base.content, content);
  return {
    base,
    content,
    changes,
    kept: found !== null && changes.length > 0,
    overtakenBy,
    ...state,
    change,
    discard,
    save,
  };
}
