/** One import from its inputs to its last record. */
import type { AppError } from '../../core/kernel/result.ts';
import type { StationContext } from '../context.ts';
import type { ImageStore } from '../images/image-store.ts';
import type { BoardOutcome, BoardRequest, GoldenFile } from '../inspections/board-request.ts';
import { takeFromStore } from '../inspections/originals.ts';
import type { ModelCatalog } from '../models/catalog.ts';
import { asRecipesSay } from '../recipes/choose-recipe.ts';
import type { ImportInput } from './import-inputs.ts';
import type { ProgressCounter } from './import-progress.ts';
import { boardsInFlight, mapInOrder } from './in-order.ts';
import type { ModelLine } from './model-line.ts';
import { boardPlanner, inspectors, type PlannedBoard } from './plan-board.ts';

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
  readonly golden: GoldenFile | null;
  /** Inspect even what was inspected before. */
  readonly again: boolean;
  /** `NAME@VERSION` that takes the place of the recipes' models. */
  readonly otherModel: string | null;
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
  const { line, images, context, dataDir, maxPixels } = services;
  const store = { context, dataDir };
  const inspect = inspectors({ line, take: takeFromStore(images, store), store, maxPixels }, order.again);
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
  const { db } = context;
  const wishes = { ...asRecipesSay, model: order.otherModel };
  const plan = boardPlanner({ db, catalog, absolute: (path) => images.absolute(path) }, wishes);
  const boards: PlannedBoard[] = [];
  const without: { readonly request: BoardRequest; readonly error: AppError }[] = [];
  for (const input of inputs) {
    if (!input.ok) {
      counter.refuse(input.name, input.error);
      continue;
    }
    const planned = plan(input.request);
    if (!planned.ok) {
      without.push({ request: input.request, error: planned.error });
      continue;
    }
    const { request, recipe } = planned.value;
    boards.push({ request: { ...request, golden: request.golden ?? order.golden }, recipe });
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
