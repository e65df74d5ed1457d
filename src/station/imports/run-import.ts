/** One import from its inputs to its last record. */

import { recipeBytes } from '../../core/inspection/recipe.ts';
import type { AppError, Result } from '../../core/kernel/result.ts';
import type { StationContext } from '../context.ts';
import { sha256Hex } from '../digest.ts';
import type { ImageStore } from '../images/image-store.ts';
import type { BoardOutcome, BoardRequest, NamedFile } from '../inspections/board-request.ts';
import { boardInspector, type InspectBoard } from '../inspections/inspect-board.ts';
import { rememberGoldens, type TakeOriginal, takeFromStore } from '../inspections/originals.ts';
import type { RunServices } from '../inspections/run-settings.ts';
import { type ModelCatalog, rememberChoices } from '../models/catalog.ts';
import { type ChosenRecipe, chooseRecipe, referenceOf } from '../recipes/choose-recipe.ts';
import type { ImportInput } from './import-inputs.ts';
import type { ProgressCounter } from './import-progress.ts';
import { boardsInFlight, mapInOrder } from './in-order.ts';
import type { ModelLine } from './model-line.ts';

export interface ImportServices {
  readonly dataDir: string;
  readonly context: StationContext;
  readonly images: ImageStore;
  readonly catalog: ModelCatalog;
  readonly line: ModelLine;
  /** Largest image, in pixels, that is decoded. */
  readonly maxPixels: number;
  /** Every board that was inspected, found again or refused. */
  readonly onOutcome: (outcome: BoardOutcome) => void;
}

export interface ImportOrder {
  /** Never fails as a whole: what cannot be read is an input that is not ok. */
  read(): Promise<readonly ImportInput[]>;
  /** For boards that neither have a golden beside them nor in their part's recipe. */
  readonly golden: NamedFile | null;
  /** Inspect even what was inspected before. */
  readonly again: boolean;
  /** `NAME@VERSION` that takes the place of the recipes' models. */
  readonly otherModel: string | null;
}

interface PlannedBoard {
  readonly request: BoardRequest;
  readonly recipe: ChosenRecipe;
}

/** Resolves when the last board that was begun is recorded. After `stop` no board is begun. */
export async function runImport(
  services: ImportServices,
  order: ImportOrder,
  counter: ProgressCounter,
  stop: AbortSignal,
): Promise<void> {
  const inputs = await order.read();
  counter.read(inputs.length);
  const boards = planBoards(services, order, inputs, counter);
  const usable = await loadModels(services, boards, counter);
  const inspect = inspectors(services, order.again);
  const work = async ({ request, recipe }: PlannedBoard): Promise<void> => {
    const row = counter.begin(request);
    const outcome = await inspect(recipe)(request, row.share);
    row.end();
    // Counted as they are done, which is not the order in which they were named.
    if (!outcome.inspected) counter.refuse(request.image.given, outcome.error);
    else if (outcome.found) counter.known();
    else counter.inspected();
    services.onOutcome(outcome);
  };
  for await (const _done of mapInOrder(usable, boardsInFlight, work, stop));
}

/**
 * Boards with what they are inspected with. Where no recipe can be used at all (no model, no database) that is the
 * import's one error; else it is the boards' own.
 */
function planBoards(
  { context, catalog, images }: ImportServices,
  order: ImportOrder,
  inputs: readonly ImportInput[],
  counter: ProgressCounter,
): readonly PlannedBoard[] {
  const choices = rememberChoices(catalog);
  const byPart = new Map<string | null, Result<ChosenRecipe, AppError>>();
  const boards: PlannedBoard[] = [];
  const without: { readonly request: BoardRequest; readonly error: AppError }[] = [];
  for (const input of inputs) {
    if (!input.ok) {
      counter.refuse(input.name, input.error);
      continue;
    }
    const { request } = input;
    const chosen = byPart.get(request.part) ?? chooseRecipe(context.db, choices, request.part, order.otherModel);
    byPart.set(request.part, chosen);
    if (!chosen.ok) {
      without.push({ request, error: chosen.error });
      continue;
    }
    const { goldenPath } = chosen.value;
    const ofRecipe = goldenPath === null ? null : { given: goldenPath, path: images.absolute(goldenPath) };
    boards.push({ request: { ...request, golden: request.golden ?? ofRecipe ?? order.golden }, recipe: chosen.value });
  }
  const [first] = without;
  if (boards.length === 0 && first !== undefined) counter.fail(first.error);
  else for (const { request, error } of without) counter.refuse(request.image.given, error);
  return boards;
}

/**
 * The boards whose model the engine has taken, those of one model after another, so that models are not exchanged to
 * and fro. Where no model can be used at all that is the import's one error; else it is the boards' own.
 */
async function loadModels(
  { line }: ImportServices,
  boards: readonly PlannedBoard[],
  counter: ProgressCounter,
): Promise<readonly PlannedBoard[]> {
  const byModel = Map.groupBy(boards, ({ recipe }) => recipe.model.onnxPath);
  const usable: PlannedBoard[] = [];
  const refused: { readonly boards: readonly PlannedBoard[]; readonly error: AppError }[] = [];
  for (const group of byModel.values()) {
    const [first] = group;
    if (first === undefined) continue;
    const loaded = await line.load(first.recipe.model);
    if (loaded.ok) usable.push(...group);
    else refused.push({ boards: group, error: loaded.error });
  }
  const [first] = refused;
  if (usable.length === 0 && first !== undefined) {
    counter.fail(first.error);
    return [];
  }
  for (const { boards: group, error } of refused)
    for (const { request } of group) counter.refuse(request.image.given, error);
  return usable;
}

/** One inspector for each recipe, with the goldens remembered over all of them. */
function inspectors(services: ImportServices, again: boolean): (recipe: ChosenRecipe) => InspectBoard {
  const { line, images, context, dataDir, maxPixels } = services;
  const take: TakeOriginal = takeFromStore(images);
  const takeGolden = rememberGoldens(take);
  const made = new Map<string, InspectBoard>();
  return ({ name, content, model }) => {
    const key = JSON.stringify([name, referenceOf(content.model), sha256Hex(recipeBytes(content))]);
    const known = made.get(key);
    if (known !== undefined) return known;
    const engine: RunServices['engine'] = { inspect: (job, onProgress) => line.inspect(model, job, onProgress) };
    const inspector = boardInspector(
      { engine, takeBoard: take, takeGolden, store: { context, dataDir } },
      { model: model.model, recipe: content, recipeName: name, again, maxPixels },
    );
    made.set(key, inspector);
    return inspector;
  };
}
