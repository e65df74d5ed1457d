import type { RecipeContent } from '../../core/inspection/recipe.ts';
import { type AppError, fail, ok, type Result } from '../../core/kernel/result.ts';
import { actingNow, type StationContext } from '../context.ts';
import type { ModelCatalog } from '../models/catalog.ts';
import { storeSetting } from '../settings/settings.ts';
import { checkRecipe } from './check-recipe.ts';
import { recipeError } from './errors.ts';
import { isNameless } from './recipe-names.ts';
import { ensureRecipe } from './recipe-versions.ts';
import { holdingKey, holdingVersion } from './stored-recipes.ts';

/** Who the log names for what the site's central service published. */
const centre = { id: 'central', name: 'central service', role: 'line' } as const;

/**
 * Takes over what the central service published for a part: it holds from now on, as if somebody had saved it here; what
 * held before stays as a version. Whoever is signed in, it is the site's doing.
 * Errors: RECIPE_NAME, RECIPE_INVALID, RECIPE_GOLDEN_UNKNOWN, MODEL_*, DB_*, AUDIT_ENTRY_TOO_LARGE.
 */
export function receiveRecipe(
  context: StationContext,
  catalog: ModelCatalog,
  { name, content }: { readonly name: string; readonly content: RecipeContent },
): Result<void, AppError> {
  if (name.trim() === '' || isNameless(name))
    return fail(recipeError('RECIPE_NAME', `"${name}" cannot be a recipe's name. It was not taken over.`));
  const acting: StationContext = { ...actingNow(context), actor: centre };
  const { db } = acting;
  const fits = checkRecipe(acting, catalog, content);
  if (!fits.ok) return fits;
  return db.write<void, AppError>(() => {
    const ensured = ensureRecipe(acting, name, content);
    if (!ensured.ok) return ensured;
    const { version } = ensured.value;
    if (holdingVersion(db, name) === version) return ok(undefined);
    const held = storeSetting(acting, holdingKey(name), version);
    return held.ok ? ok(undefined) : held;
  });
}
