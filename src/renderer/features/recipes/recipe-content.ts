/** Words of the recipe's editor for what the contract carries. */
import type { z } from 'zod';
import type { recipeContent } from '../../../ipc/recipes.ts';

export type RecipeContent = z.output<typeof recipeContent>;
export type TypeRule = RecipeContent['types'][string];
/** Makes a change to the content as it is when the change comes. */
export type RecipeEdit = (latest: RecipeContent) => RecipeContent;

/** A type that is not judged any more stays so. */
export function withRule(content: RecipeContent, type: string, change: Partial<TypeRule>): RecipeContent {
  const rule = content.types[type];
  return rule === undefined ? content : { ...content, types: { ...content.types, [type]: { ...rule, ...change } } };
}
