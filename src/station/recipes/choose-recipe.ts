/** What a board is inspected with: its part's recipe, else what the model recommends. */
import type { RecipeContent } from '../../core/inspection/recipe.ts';
import { type AppError, fail, ok, type Result } from '../../core/kernel/result.ts';
import type { Database } from '../db/database.ts';
import { defaultModel, type ModelCatalog } from '../models/catalog.ts';
import type { FoundModel } from '../models/model-repository.ts';
import { recipeError } from './errors.ts';
import { namelessRecipes } from './recipe-names.ts';
import { runRecipe } from './run-recipe.ts';
import { findRecipe } from './stored-recipes.ts';

export interface ChosenRecipe {
  /** Name that it is recorded under. */
  readonly name: string;
  readonly content: RecipeContent;
  readonly model: FoundModel;
  /** Stored path of the recipe's golden, relative to the data directory. */
  readonly goldenPath: string | null;
}

/** What a part gets that has no recipe. A person decides about its boards. Errors: MODEL_*. */
export function proposeRecipe(catalog: ModelCatalog): Result<{ content: RecipeContent; model: FoundModel }, AppError> {
  const model = catalog.choose(defaultModel, false);
  if (!model.ok) return model;
  return ok({ model: model.value, content: { ...runRecipe(model.value.model, null), reviewPolicy: 'review' } });
}

/**
 * @param otherModel `NAME@VERSION` that takes the place of the recipe's model: with its own thresholds and severities,
 *   which were measured with it, and the rest of the recipe.
 * Errors: DB_*, MODEL_*, RECIPE_GOLDEN_UNKNOWN.
 */
export function chooseRecipe(
  db: Database,
  catalog: ModelCatalog,
  part: string | null,
  otherModel: string | null,
): Result<ChosenRecipe, AppError> {
  const stored = db.read(() => (part === null ? null : findRecipe(db, part)));
  if (!stored.ok) return stored;
  const recipe = stored.value;
  if (otherModel !== null) return withOtherModel(db, catalog, recipe?.content ?? null, otherModel);
  if (recipe === null) {
    const proposal = proposeRecipe(catalog);
    return proposal.ok ? ok({ name: namelessRecipes.proposal, ...proposal.value, goldenPath: null }) : proposal;
  }
  const model = catalog.choose(referenceOf(recipe.content.model), false);
  if (!model.ok) return model;
  return withGolden(db, { name: recipe.name, content: recipe.content, model: model.value });
}

function withOtherModel(
  db: Database,
  catalog: ModelCatalog,
  content: RecipeContent | null,
  reference: string,
): Result<ChosenRecipe, AppError> {
  const model = catalog.choose(reference, false);
  if (!model.ok) return model;
  const own: RecipeContent = { ...runRecipe(model.value.model, null), reviewPolicy: 'review' };
  const merged = content === null ? own : { ...content, model: own.model, types: own.types };
  return withGolden(db, { name: namelessRecipes.otherModel, content: merged, model: model.value });
}

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
