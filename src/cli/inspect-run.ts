import { mkdirSync } from 'node:fs';
import { maxImagePixels } from '../core/detection/image-limits.ts';
import { type AppError, fail, ok, type Result } from '../core/kernel/result.ts';
import type { Station } from '../station/compose.ts';
import type { EngineClient } from '../station/engine/client.ts';
import { boardsInFlight, mapInOrder } from '../station/imports/in-order.ts';
import type { ModelLine } from '../station/imports/model-line.ts';
import { inspectors, type PlannedBoard } from '../station/imports/plan-board.ts';
import type { BoardOutcome, BoardRequest } from '../station/inspections/board-request.ts';
import { takeFromStore, takeInPlace } from '../station/inspections/originals.ts';
import type { FoundModel } from '../station/models/model-repository.ts';
import type { ChosenRecipe } from '../station/recipes/choose-recipe.ts';
import { boardExtras, type LineExtras } from './board-extras.ts';
import type { EngineLog } from './engine-log.ts';
import { cliError } from './errors.ts';
import type { BoardInput } from './inspect-inputs.ts';
import type { InspectOptions } from './inspect-options.ts';
import type { Outcomes } from './inspect-outcomes.ts';
import { type Terminal, wordsOf } from './terminal.ts';

type Done =
  | { readonly kind: 'board'; readonly outcome: BoardOutcome; readonly extras: LineExtras }
  | { readonly kind: 'left_out'; readonly image: string }
  | { readonly kind: 'refused'; readonly image: string; readonly error: AppError };

export interface BoardRun {
  readonly engine: EngineClient;
  readonly log: EngineLog;
  readonly line: ModelLine;
  readonly plan: (request: BoardRequest) => Result<PlannedBoard, AppError>;
  /** Null: nothing is stored. */
  readonly station: Station | null;
}

/** Runs every input through the engine, in their order. Errors: OUTPUT_UNWRITABLE, before any board is begun. */
export async function runBoards(
  terminal: Terminal,
  options: InspectOptions,
  inputs: readonly BoardInput[],
  { engine, log, line, plan, station }: BoardRun,
  outcomes: Outcomes,
): Promise<Result<void, AppError>> {
  const folders = makeFolders([options.overlayDir, options.reportDir]);
  if (!folders.ok) return folders;
  const take = station === null ? takeInPlace : takeFromStore(station.images, station);
  const inspect = inspectors({ line, take, store: station, maxPixels: maxImagePixels }, options.again === true);
  const load = loadOnce(outcomes, line, log);
  const tellRecipe = tellOnce(outcomes);
  const extras = await boardExtras(engine, station, options, inputs);
  if (!extras.ok) return extras;
  const work = async (input: BoardInput): Promise<Done> => {
    if (!input.ok) return { kind: 'refused', image: input.image, error: input.error };
    const refused = (error: AppError): Done => ({ kind: 'refused', image: input.request.image.given, error });
    const planned = plan(input.request);
    if (!planned.ok) return refused(planned.error);
    const { request, recipe } = planned.value;
    tellRecipe(recipe);
    const loaded = await load(recipe.model);
    if (!loaded.ok) return refused(loaded.error);
    const outcome = await inspect(recipe)(request);
    // Boards are looked for where their golden lies as well; one that was named as a board is refused.
    if (input.searched && !outcome.inspected && outcome.error.code === 'BOARD_IS_GOLDEN')
      return { kind: 'left_out', image: request.image.given };
    const modelUnsigned = recipe.model.signature.state === 'refused';
    return { kind: 'board', outcome, extras: await extras.value(input, outcome, modelUnsigned) };
  };
  for await (const done of mapInOrder(inputs, boardsInFlight, work, terminal.stop)) {
    if (done.kind === 'board') outcomes.board(done.outcome, done.extras);
    else if (done.kind === 'left_out') outcomes.leftOut(done.image);
    else outcomes.refused(done.image, done.error);
  }
  return ok(undefined);
}

/** Loads each model at its first board and says what is to be said about it once; one that fails is not tried again. */
function loadOnce(outcomes: Outcomes, line: ModelLine, log: EngineLog): ModelLine['load'] {
  const loads = new Map<string, ReturnType<ModelLine['load']>>();
  const begin: ModelLine['load'] = async (found) => {
    if (found.signature.state === 'refused')
      outcomes.note(`fiducial: --allow-unsigned: ${wordsOf(found.signature.error)}`);
    const loaded = await line.load(found);
    if (!loaded.ok) {
      for (const text of log.last()) outcomes.note(`engine: ${text}`);
      return loaded;
    }
    const { provider: used, refused } = loaded.value;
    const reasons = refused.map(({ provider, reason }) => `${provider}: ${reason.replace(/^Ort\w+: /, '')}`);
    if (reasons.length > 0) outcomes.note(`fiducial: on ${used} (${reasons.join('; ')})`);
    return loaded;
  };
  return (found: FoundModel) => {
    const known = loads.get(found.onnxPath) ?? begin(found);
    loads.set(found.onnxPath, known);
    return known;
  };
}

/** Says which recipes are used, each at its first board. */
function tellOnce(outcomes: Outcomes): (recipe: ChosenRecipe) => void {
  const told = new Set<string>();
  return ({ name, version }) => {
    if (version === null || told.has(name)) return;
    told.add(name);
    outcomes.note(`fiducial: ${name} by its recipe, version ${version}`);
  };
}

function makeFolders(folders: readonly (string | undefined)[]): Result<void, AppError> {
  for (const folder of folders) {
    if (folder === undefined) continue;
    try {
      mkdirSync(folder, { recursive: true });
    } catch (cause) {
      const why = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
      return fail(cliError('OUTPUT_UNWRITABLE', `The folder ${folder} cannot be made (${why}). No board was begun.`));
    }
  }
  return ok(undefined);
}
