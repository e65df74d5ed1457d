import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Provider } from '../core/detection/provider.ts';
import { type AppError, ok, type Result } from '../core/kernel/result.ts';
import { composeModels, type Station, startEngine } from '../station/compose.ts';
import type { Database } from '../station/db/database.ts';
import { openDatabase } from '../station/db/open.ts';
import { createModelLine } from '../station/imports/model-line.ts';
import type { OwnOutput } from '../station/imports/own-output.ts';
import { boardPlanner } from '../station/imports/plan-board.ts';
import { providerOrder } from '../station/inspections/provider-order.ts';
import type { ModelCatalog } from '../station/models/catalog.ts';
import type { FoundModel } from '../station/models/model-repository.ts';
import type { RecipeWishes } from '../station/recipes/choose-recipe.ts';
import { getSetting } from '../station/settings/settings.ts';
import { type Action, dataDirOf, refuse } from './command.ts';
import { engineLog } from './engine-log.ts';
import { cliError } from './errors.ts';
import { type ExitStatus, exitStatus } from './exit-status.ts';
import { type BoardInput, collectInputs } from './inspect-inputs.ts';
import { type InspectOptions, inspectCommand, wrongUsage } from './inspect-options.ts';
import { nameOf, type Outcomes, printOutcomes } from './inspect-outcomes.ts';
import { runBoards } from './inspect-run.ts';
import { openForUser } from './open-existing.ts';
import { ownOutputNotes } from './own-output-notes.ts';
import type { Terminal } from './terminal.ts';

const run: Action<InspectOptions> = async (terminal, options, args) => {
  const wrong = wrongUsage(args, options);
  if (wrong !== null) return refuse(terminal, options, cliError('USAGE', wrong), exitStatus.usage);
  const own: OwnOutput[] = [];
  const inputs = await collectInputs(args, options.manifest, options, (each) => own.push(each));
  if (!inputs.ok) return refuse(terminal, options, inputs.error, exitStatus.usage);
  for (const note of ownOutputNotes(own)) terminal.note(note);
  return inspectInputs(terminal, options, inputs.value);
};

/** Inspects boards and prints a line for each. What stops the whole run (model, data directory, engine) is every board's error. */
export async function inspectInputs(
  terminal: Terminal,
  options: InspectOptions,
  inputs: readonly BoardInput[],
): Promise<ExitStatus> {
  const named = namedModel(options);
  if (named?.ok === false && named.error.code === 'MODEL_NOT_FOUND')
    return refuse(terminal, options, named.error, exitStatus.usage);
  const json = options.json === true;
  const failOnDefect = options.failOnDefect === true;
  const outcomes = printOutcomes(terminal, { json, failOnDefect, stored: options.store }, inputs);
  const done = named?.ok === false ? named : await inspectAll(terminal, options, inputs, outcomes);
  if (!done.ok) refuseAll(inputs, done.error, outcomes);
  return outcomes.end();
}

/**
 * The model that the options name for all boards; null where recipes may name others. Looked for before anything is made
 * on disk: a name that means nothing is wrong usage.
 */
function namedModel(options: InspectOptions): Result<FoundModel, AppError> | null {
  if (options.model === undefined) return null;
  return composeModels(dataDirOf(options)).choose(options.model, options.allowUnsigned === true);
}

async function inspectAll(
  terminal: Terminal,
  options: InspectOptions,
  inputs: readonly BoardInput[],
  outcomes: Outcomes,
): Promise<Result<void, AppError>> {
  const store = await openStore(terminal, options, inputs);
  if (!store.ok) return store;
  const { db, station, dataDir } = store.value;
  const log = engineLog(terminal);
  const engine = startEngine(log.line);
  try {
    const order = providersOf(options, db);
    const models = composeModels(dataDir);
    // Which precision suits depends on where boards will run.
    const catalog: ModelCatalog = { ...models, choose: (name, unsigned) => models.choose(name, unsigned, order) };
    const plan = boardPlanner({ db, catalog, absolute: (path) => join(dataDir, path) }, wishesOf(options));
    const line = createModelLine(engine, () => order);
    return await runBoards(terminal, options, inputs, { engine, log, line, plan, station }, outcomes);
  } finally {
    await engine.close();
    if (station === null) db?.close();
    else station.close();
  }
}

const wishesOf = ({ model, threshold, allowUnsigned }: InspectOptions): RecipeWishes => ({
  model: model ?? null,
  threshold: threshold ?? null,
  allowUnsigned: allowUnsigned === true,
  reviewPolicy: 'auto',
});

interface OpenStore {
  readonly dataDir: string;
  /** Where recipes are read; null where there are none. */
  readonly db: Database | null;
  /** Null: nothing is stored. */
  readonly station: Station | null;
}

/** With `--no-store` the recipes are looked up and nothing else. Errors: DB_*, STORE_*. */
async function openStore(
  terminal: Terminal,
  options: InspectOptions,
  inputs: readonly BoardInput[],
): Promise<Result<OpenStore, AppError>> {
  const dataDir = dataDirOf(options);
  if (options.store) {
    const station = await openForUser(terminal, options, options.station);
    return station.ok ? ok({ dataDir, db: station.value.context.db, station: station.value }) : station;
  }
  const needsRecipes = inputs.some((input) => input.ok && input.request.part !== null);
  const file = join(dataDir, 'station.db');
  if (!needsRecipes || !existsSync(file)) return ok({ dataDir, db: null, station: null });
  const db = openDatabase({ file, readOnly: true });
  return db.ok ? ok({ dataDir, db: db.value, station: null }) : db;
}

/** Providers in the order in which they will be tried: as asked, else as the site set it, else the platform's own. */
function providersOf({ provider }: InspectOptions, db: Database | null): readonly Provider[] {
  const setting = db === null ? null : getSetting(db, 'engine.providers');
  return providerOrder(provider, setting?.ok ? setting.value : undefined);
}

function refuseAll(inputs: readonly BoardInput[], error: AppError, outcomes: Outcomes): void {
  for (const input of inputs) outcomes.refused(nameOf(input), input.ok ? error : input.error);
}

export const inspect = { command: inspectCommand, action: run };
