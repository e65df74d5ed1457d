/** Words of the recipe's editor for what the contract carries. */
import type { z } from 'zod';
import type { recipeContent } from '../../../ipc/recipes.ts';

export type RecipeContent = z.output<typeof recipeContent>;
export type TypeRule = RecipeContent['types'][string];
