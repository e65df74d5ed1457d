/** What each board of a run is inspected with, and the inspectors that do it: for the window's imports and the command line. */
import { recipeBytes } from '../../core/inspection/recipe.ts';
import { type AppError, ok, type Result } from '../../core/kernel/result.ts';
import type { Database } from '../db/database.ts';
import { sha256Hex } from '../digest.ts';
import type { BoardRequest, GoldenFile } from '../inspections/board-request.ts';
import { boardInspector, type InspectBoard } from '../inspections/inspect-board.ts';
import { rememberGoldens, type TakeOriginal } from '../inspections/originals.ts';
import type { RunServices } from '../inspections/run-settings.ts';
import { type ModelCatalog, rememberChoices } from '../models/catalog.ts';
import { type ChosenRecipe, chooseRecipe, type RecipeWishes, referenceOf } from '../recipes/choose-recipe.ts';
import type { ModelLine } from './model-line.ts';

export interface PlannedBoard {
  /** With the golden that it is compared with: the one named for it, else its part's recipe's, else the one beside it. */
  readonly request: BoardRequest;
  readonly recipe: ChosenRecipe;
}

export interface PlanSources {
  /** Null: a station without recipes. */
  readonly db: Database | null;
  readonly catalog: ModelCatalog;
  /** Absolute path of a stored original. */
  readonly absolute: (storedPath: string) => string;
}

/**
 * Makes the function that says what a board is inspected with. Recipes and models are looked up once for each part, so a
 * run is inspected as it was when it began. Errors: those of `chooseRecipe`.
 */
export function boardPlanner(
  { db, catalog, absolute }: PlanSources,
  wishes: RecipeWishes,
): (request: BoardRequest) => Result<PlannedBoard, AppError> {
  const choices = rememberChoices(catalog);
  const byPart = new Map<string | null, Result<ChosenRecipe, AppError>>();
  return (request) => {
    const chosen = byPart.get(request.part) ?? chooseRecipe(db, choices, request.part, wishes);
    byPart.set(request.part, chosen);
    if (!chosen.ok) return chosen;
    const recipe = chosen.value;
    const named = request.golden?.from === 'named' ? request.golden : null;
    return ok({ request: { ...request, golden: named ?? goldenOf(recipe, absolute) ?? request.golden }, recipe });
  };
}

/** Only the bytes that the recipe's hash names are its golden. */
function goldenOf({ goldenPath, content }: ChosenRecipe, absolute: PlanSources['absolute']): GoldenFile | null {
  const { goldenSha256: sha256 } = content;
  if (goldenPath === null || sha256 === null) return null;
  return { given: goldenPath, path: absolute(goldenPath), sha256, from: 'recipe' };
}

export interface InspectorServices {
  readonly line: ModelLine;
  readonly take: TakeOriginal;
  /** Null: nothing is written. */
  readonly store: RunServices['store'];
  /** Largest image, in pixels, that is decoded. */
  readonly maxPixels: number;
}

/** One inspector for each recipe, with the goldens remembered over all of them. `again`: even what was inspected before. */
export function inspectors(services: InspectorServices, again: boolean): (recipe: ChosenRecipe) => InspectBoard {
  const { line, take, store, maxPixels } = services;
  const takeGolden = rememberGoldens(take);
  const made = new Map<string, InspectBoard>();
  // The key takes longer to make than to look up, and the boards of a part come with the same choice.
  const ofRecipe = new WeakMap<ChosenRecipe, InspectBoard>();
  const inspectorOf = ({ name, content, model }: ChosenRecipe): InspectBoard => {
    const key = JSON.stringify([name, referenceOf(content.model), sha256Hex(recipeBytes(content))]);
    const known = made.get(key);
    if (known !== undefined) return known;
    const engine: RunServices['engine'] = { inspect: (job, onProgress) => line.inspect(model, job, onProgress) };
    const inspector = boardInspector(
      { engine, takeBoard: take, takeGolden, store },
      { model: model.model, recipe: content, recipeName: name, again, maxPixels },
    );
    made.set(key, inspector);
    return inspector;
  };
  return (recipe) => {
    const inspector = ofRecipe.get(recipe) ?? inspectorOf(recipe);
    ofRecipe.set(recipe, inspector);
    return inspector;
  };
}
