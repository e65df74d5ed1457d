import type { AppError } from '../../core/kernel/result.ts';

export const recipeErrorCodes = [
  'RECIPE_NOT_FOUND', // no recipe of that name, or not that version of it
  'RECIPE_STALE', // somebody saved another version meanwhile
  'RECIPE_NAME', // empty, or a name that the program uses itself
  'RECIPE_INVALID', // content that contradicts itself or the model
  'RECIPE_JUDGES_NOTHING', // by it every board would pass, so boards are not inspected by it
  'RECIPE_COVERS_NOTHING', // its regions or its smallest defect leave nothing of a board
  'RECIPE_TYPE_UNKNOWN', // it judges a type that its model does not find, so boards are not inspected by it
  'RECIPE_PART_UNCLEAR', // a part without a recipe, and several recipes for parts written alike
  'RECIPE_GOLDEN_UNKNOWN', // the golden's image is not in the store
] as const;
export type RecipeErrorCode = (typeof recipeErrorCodes)[number];

export interface RecipeError extends AppError {
  readonly code: RecipeErrorCode;
}

export const recipeError = (
  code: RecipeErrorCode,
  message: string,
  details?: NonNullable<AppError['details']>,
): RecipeError => (details ? { code, message, details } : { code, message });
