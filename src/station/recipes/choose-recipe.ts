/** What a board is inspected with: its part's recipe, else what the model recommends. */
import { judgesAnything, type RecipeContent, type ReviewPolicy } from '../../core/inspection/recipe.ts';
import { type AppError, fail, ok, type Result } from '../../core/kernel/result.ts';
import type { Database } from '../db/database.ts';
import { defaultModel, type ModelCatalog } from '../models/catalog.ts';
import type { FoundModel } from '../models/model-repository.ts';
import { recipeError } from './errors.ts';
import { namelessRecipes } from './recipe-names.ts';
import { recipeOfPart } from './recipe-of-part.ts';
import { runRecipe } from './run-recipe.ts';

export interface ChosenRecipe {
  /** Name that it is recorded under. */
  readonly name: string;
  /** Version of the part's recipe that it is; null where it is none, or another model or threshold took its place. */
  readonly version: number | null;
  readonly content: RecipeContent;
  readonly model: FoundModel;
  /** Stored path of the recipe's golden, relative to the data directory. */
  readonly goldenPath: string | null;
}

/** What whoever asks for boards says about how they are inspected. */
export interface RecipeWishes {
  /**
   * `NAME[@VERSION]` that takes the place of the recipe's model: with its own thresholds and severities, which were
   * measured with it, and the rest of the recipe. Null: the recipe's.
   */
  readonly model: string | null;
  /** One confidence in 0..1 for all types, with and without golden. Null: the recipe's. */
  readonly threshold: number | null;
  /** Use a model whose signature is missing or wrong. */
  readonly allowUnsigned: boolean;
  /** For a part without a recipe: `review` at a window, where a person is; `auto` on a line. */
  readonly reviewPolicy: ReviewPolicy;
}

/** What the window's imports wish: what the recipes say, and a person for every board with a defect that has none. */
export const asRecipesSay: RecipeWishes = {
  model: null,
  threshold: null,
  allowUnsigned: false,
  reviewPolicy: 'review',
};

/** What a part gets at the window that has no recipe. A person decides about its boards. Errors: MODEL_*. */
export function proposeRecipe(catalog: ModelCatalog): Result<{ content: RecipeContent; model: FoundModel }, AppError> {
  return recommended(catalog, asRecipesSay);
}

/**
 * What the boards of a part are inspected with: the same for the window and the command line. @param db Null: a station
 * without recipes. Errors: DB_*, MODEL_*, RECIPE_*.
 */
export function chooseRecipe(
  db: Database | null,
  catalog: ModelCatalog,
  part: string | null,
  wishes: RecipeWishes,
): Result<ChosenRecipe, AppError> {
  if (db === null || part === null) return withoutRecipe(catalog, wishes);
  const stored = recipeOfPart(db, part);
  if (!stored.ok) return stored;
  if (stored.value === null) return withoutRecipe(catalog, wishes);
  const { name, version, content } = stored.value;
  const isChanged = wishes.model !== null || wishes.threshold !== null;
  const reference = wishes.model ?? referenceOf(content.model);
  const model = catalog.choose(reference, wishes.allowUnsigned);
  if (!model.ok) return model;
  const blind = wishes.model === null ? blindness(name, content, model.value) : null;
  if (blind !== null) return fail(blind);
  const own = wishes.model === null ? content : { ...content, ...ownOf(model.value) };
  const judged = wishes.threshold === null ? own : { ...own, types: withThreshold(own.types, wishes.threshold) };
  if (!canFail(judged, model.value)) return fail(everyBoardPasses(model.value));
  return withGolden(db, {
    name: isChanged ? changedName(wishes) : name,
    version: isChanged ? null : version,
    content: judged,
    model: model.value,
  });
}

/**
 * Why boards would pass unseen by a recipe; null where they would not. It cannot be saved like that, but an older version
 * may have saved it, or the model under this name and version be another one since.
 */
function blindness(name: string, content: RecipeContent, found: FoundModel): AppError | null {
  const { model } = found;
  const classes = model.classes.map((each) => each.name);
  const message = (what: string): string =>
    `The recipe of ${name} judges ${what}. Its boards are not inspected; correct the recipe.`;
  if (!canFail(content, found))
    return recipeError('RECIPE_JUDGES_NOTHING', message('no defect type, so every board would pass'));
  const foreign = Object.keys(content.types).filter((type) => !classes.includes(type));
  if (foreign.length === 0) return null;
  const list = foreign.join(', ');
  const what = `what the model ${model.name} ${model.version} does not find: ${list}`;
  return recipeError('RECIPE_TYPE_UNKNOWN', message(what), { types: list });
}

const canFail = ({ types }: RecipeContent, { model }: FoundModel): boolean =>
  judgesAnything(
    types,
    model.classes.map(({ name }) => name),
  );

/** By thresholds that were asked for, or that came with a model. */
const everyBoardPasses = ({ model: { name, version } }: FoundModel): AppError =>
  recipeError(
    'RECIPE_JUDGES_NOTHING',
    `By these thresholds for the model ${name} ${version} every board would pass. No board is inspected by them.`,
  );

function withoutRecipe(catalog: ModelCatalog, wishes: RecipeWishes): Result<ChosenRecipe, AppError> {
  const made = recommended(catalog, wishes);
  if (!made.ok) return made;
  if (!canFail(made.value.content, made.value.model)) return fail(everyBoardPasses(made.value.model));
  const atWindow = wishes.model === null ? namelessRecipes.proposal : namelessRecipes.otherModel;
  const name = wishes.reviewPolicy === 'auto' ? namelessRecipes.commandLine : atWindow;
  return ok({ name, version: null, ...made.value, goldenPath: null });
}

function recommended(
  catalog: ModelCatalog,
  { model: wanted, threshold, allowUnsigned, reviewPolicy }: RecipeWishes,
): Result<{ content: RecipeContent; model: FoundModel }, AppError> {
  const model = catalog.choose(wanted ?? defaultModel, allowUnsigned);
  if (!model.ok) return model;
  return ok({ model: model.value, content: { ...runRecipe(model.value.model, threshold), reviewPolicy } });
}

const changedName = ({ threshold }: RecipeWishes): string =>
  threshold === null ? namelessRecipes.otherModel : namelessRecipes.commandLine;

/** What a recipe takes over from a model that was measured with it. */
function ownOf({ model }: FoundModel): Pick<RecipeContent, 'model' | 'types'> {
  const { model: reference, types } = runRecipe(model, null);
  return { model: reference, types };
}

const withThreshold = (types: RecipeContent['types'], threshold: number): RecipeContent['types'] =>
  Object.fromEntries(
    Object.entries(types).map(([type, rule]) => [
      type,
      { ...rule, thresholdWithGolden: threshold, thresholdWithoutGolden: threshold },
    ]),
  );

function withGolden(db: Database, recipe: Omit<ChosenRecipe, 'goldenPath'>): Result<ChosenRecipe, AppError> {
  const sha256 = recipe.content.goldenSha256;
  if (sha256 === null) return ok({ ...recipe, goldenPath: null });
  const row = db.read(() => db.get(db.query.selectFrom('images').select('stored_path').where('sha256', '=', sha256)));
  if (!row.ok) return row;
  if (row.value === undefined) {
    const message = `The golden image of recipe ${recipe.name} is not stored here. Choose it again in the recipe.`;
    return fail(recipeError('RECIPE_GOLDEN_UNKNOWN', message));
  }
  return ok({ ...recipe, goldenPath: row.value.stored_path });
}

export const referenceOf = ({ name, version }: RecipeContent['model']): string => `${name}@${version}`;
