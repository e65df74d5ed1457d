import { type RecipeContent, recipeBytes } from '../../core/inspection/recipe.ts';
import type { StoredInspection } from '../../core/inspection/stored.ts';
import { sha256Hex } from '../digest.ts';

/** What the answer about a board depends on beside the board: its golden and model by content, and every setting of its recipe. */
export interface Question {
  readonly goldenSha256: string | null;
  /** Null: no model was asked, since the run failed before. */
  readonly modelSha256: string | null;
  readonly recipe: RecipeContent;
}

/**
 * Whether a stored inspection answers this question. What does not is no answer: a board that passed by one threshold says
 * nothing about another.
 */
export const answers = (stored: StoredInspection, { goldenSha256, modelSha256, recipe }: Question): boolean =>
  (stored.golden?.sha256 ?? null) === goldenSha256 &&
  (stored.inference?.model.sha256 ?? null) === modelSha256 &&
  stored.recipe.sha256 === sha256Hex(recipeBytes(recipe));
