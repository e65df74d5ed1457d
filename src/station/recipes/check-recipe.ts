import { judgesAnything, type RecipeContent } from '../../core/inspection/recipe.ts';
import { type AppError, fail, ok, type Result } from '../../core/kernel/result.ts';
import type { StationContext } from '../context.ts';
import type { ModelCatalog } from '../models/catalog.ts';
import { recipeError } from './errors.ts';

/**
 * Whether a recipe can hold here. Errors: RECIPE_INVALID, RECIPE_GOLDEN_UNKNOWN, MODEL_* (the model that it names), DB_*.
 */
export function checkRecipe(
  context: StationContext,
  catalog: ModelCatalog,
  content: RecipeContent,
): Result<void, AppError> {
  const fits = checkContent(catalog, content);
  if (!fits.ok || content.goldenSha256 === null) return fits;
  const golden = content.goldenSha256;
  const stored = context.db.read(() => isStored(context, golden));
  if (!stored.ok) return stored;
  return stored.value
    ? ok(undefined)
    : fail(recipeError('RECIPE_GOLDEN_UNKNOWN', 'The golden image is not stored here. Choose it again.'));
}

const isStored = ({ db }: StationContext, sha256: string): boolean =>
  db.get(db.query.selectFrom('images').select('sha256').where('sha256', '=', sha256)) !== undefined;

/** The recipe judges what its model finds and nothing else, and inspects something. */
function checkContent(catalog: ModelCatalog, content: RecipeContent): Result<void, AppError> {
  const { model, types, regions } = content;
  const found = catalog.choose(`${model.name}@${model.version}`, false);
  if (!found.ok) return found;
  const classes = found.value.model.classes.map((each) => each.name);
  const foreign = Object.keys(types).filter((type) => !classes.includes(type));
  if (foreign.length > 0) {
    const list = foreign.join(', ');
    return fail(
      recipeError('RECIPE_INVALID', `The model ${model.name} ${model.version} does not find: ${list}.`, {
        types: list,
      }),
    );
  }
  if (!judgesAnything(types, classes))
    return fail(
      recipeError(
        'RECIPE_INVALID',
        'The recipe judges no defect type, so every board would pass. Nothing was saved; give a type a threshold below 1.',
      ),
    );
  if (regions.some(({ box }) => box.width <= 0 || box.height <= 0))
    return fail(recipeError('RECIPE_INVALID', 'A region of interest is empty. Nothing was saved.'));
  return ok(undefined);
}
