import { mkdirSync } from 'node:fs';
import type { Provider } from '../core/detection/provider.ts';
import { type AppError, fail, ok, type Result } from '../core/kernel/result.ts';
import { maxImagePixels, type Station, startEngine } from '../station/compose.ts';
import { boardsInFlight, mapInOrder } from '../station/imports/in-order.ts';
import type { BoardOutcome } from '../station/inspections/board-request.ts';
import { boardInspector } from '../station/inspections/inspect-board.ts';
import { rememberGoldens, takeFromStore, takeInPlace } from '../station/inspections/originals.ts';
import { modelToLoad } from '../station/models/model-json.ts';
import type { FoundModel } from '../station/models/model-repository.ts';
import { namelessRecipes } from '../station/recipes/recipe-names.ts';
import { runRecipe } from '../station/recipes/run-recipe.ts';
import { boardExtras, type LineExtras } from './board-extras.ts';
import { engineLog } from './engine-log.ts';
import { cliError } from './errors.ts';
import type { BoardInput } from './inspect-inputs.ts';
import type { InspectOptions } from './inspect-options.ts';
import type { Outcomes } from './inspect-outcomes.ts';
import type { Terminal } from './terminal.ts';

type Done =
  | { readonly kind: 'board'; readonly outcome: BoardOutcome; readonly extras: LineExtras }
  | { readonly kind: 'refused'; readonly image: string; readonly error: AppError };

/** Runs every input through the engine. Errors are those that no board can be inspected with: MODEL_*, PROVIDER_*, ENGINE_*. */
export async function runBoards(
  terminal: Terminal,
  options: InspectOptions,
  inputs: readonly BoardInput[],
  found: FoundModel,
  order: readonly Provider[],
  station: Station | null,
  outcomes: Outcomes,
): Promise<Result<void, AppError>> {
  const { model } = found;
  const folders = makeFolders([options.overlayDir, options.reportDir]);
  if (!folders.ok) return folders;
  const log = engineLog(terminal);
  const engine = startEngine(log.line);
  try {
    const loaded = await engine.loadModel(modelToLoad(model, found.onnxPath), order);
    if (!loaded.ok) {
      for (const line of log.last()) terminal.note(`engine: ${line}`);
      return loaded;
    }
    const refused = loaded.value.refused.map(
      ({ provider, reason }) => `${provider}: ${reason.replace(/^Ort\w+: /, '')}`,
    );
    if (refused.length > 0) terminal.note(`fiducial: on ${loaded.value.provider} (${refused.join('; ')})`);
    const take = station === null ? takeInPlace : takeFromStore(station.images);
    const inspectBoard = boardInspector(
      { engine, takeBoard: take, takeGolden: rememberGoldens(take), store: station },
      {
        model,
        recipe: runRecipe(model, options.threshold ?? null),
        recipeName: namelessRecipes.commandLine,
        again: options.again === true,
        maxPixels: maxImagePixels,
      },
    );
    const extrasOf = boardExtras(engine, station, options, found.signature.state === 'refused');
    const work = async (input: BoardInput): Promise<Done> => {
      if (!input.ok) return { kind: 'refused', image: input.image, error: input.error };
      const outcome = await inspectBoard(input.request);
      return { kind: 'board', outcome, extras: await extrasOf(outcome) };
    };
    for await (const done of mapInOrder(inputs, boardsInFlight, work, terminal.stop)) {
      if (done.kind === 'board') outcomes.board(done.outcome, done.extras);
      else outcomes.refused(done.image, done.error);
    }
    return ok(undefined);
  } finally {
    await engine.close();
  }
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
