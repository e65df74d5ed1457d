import type { RecipeContent } from '../../core/inspection/recipe.ts';
import { type AppError, fail, ok, type Result } from '../../core/kernel/result.ts';
import type { StationContext } from '../context.ts';
import type { ModelCatalog } from '../models/catalog.ts';
import { storeSetting } from '../settings/settings.ts';
import { checkRecipe } from './check-recipe.ts';
import { recipeError } from './errors.ts';
import { isNameless } from './recipe-names.ts';
import { ensureRecipe } from './recipe-versions.ts';
import { findRecipe, holdingKey, holdingVersion, type StoredRecipe } from './stored-recipes.ts';

export interface RecipeToSave {
  /** The part's number. */
  readonly name: string;
  readonly content: RecipeContent;
  /** Version that the person changed; 0 where there was none. */
  readonly basedOn: number;
}

/**
 * Makes `content` what the part is inspected with from now on: its next version, or the earlier version that had this
 * content. Errors: IDENTITY_*, RECIPE_STALE, RECIPE_NAME, RECIPE_INVALID, RECIPE_GOLDEN_UNKNOWN, MODEL_* (the model that it names),
 * DB_*, AUDIT_ENTRY_TOO_LARGE. Nothing is stored then.
 */
export function saveRecipe(
  context: StationContext,
  catalog: ModelCatalog,
  { name, content, basedOn }: RecipeToSave,
): Result<StoredRecipe, AppError> {
  const allowed = context.may('recipe.change');
  if (!allowed.ok) return allowed;
  const { db } = context;
  if (name.trim() === '' || isNameless(name))
    return fail(recipeError('RECIPE_NAME', `"${name}" cannot be a recipe's name. Nothing was saved; name the part.`));
  const fits = checkRecipe(context, catalog, content);
  if (!fits.ok) return fits;
  return db.write<StoredRecipe, AppError>(() => {
    const holding = holdingVersion(db, name) ?? 0;
    if (holding !== basedOn) return fail(stale(name, holding, basedOn));
    const ensured = ensureRecipe(context, name, content);
    if (!ensured.ok) return ensured;
    const { version } = ensured.value;
    if (holdingVersion(db, name) !== version) {
      const held = storeSetting(context, holdingKey(name), version);
      if (!held.ok) return held;
    }
    const saved = findRecipe(db, name);
    if (saved === null) throw new Error(`Recipe ${name} was saved and is not there`);
    return ok(saved);
  });
}

const stale = (name: string, holding: number, basedOn: number) =>
  recipeError(
    'RECIPE_STALE',
    `Somebody saved version ${holding} of ${name} meanwhile. Yours was not saved; look at theirs and save again.`,
    { holding, basedOn },
  );
