import type { Provider } from '../core/detection/provider.ts';
import { type AppError, ok, type Result } from '../core/kernel/result.ts';
import { composeModels, openStation, type Station } from '../station/compose.ts';
import { providerOrder } from '../station/inspections/provider-order.ts';
import { getSetting } from '../station/settings/settings.ts';
import { type Action, dataDirOf, refuse } from './command.ts';
import { cliError } from './errors.ts';
import { type ExitStatus, exitStatus } from './exit-status.ts';
import { type BoardInput, collectInputs } from './inspect-inputs.ts';
import { type InspectOptions, inspectCommand, wrongUsage } from './inspect-options.ts';
import { nameOf, printOutcomes } from './inspect-outcomes.ts';
import { runBoards } from './inspect-run.ts';
import { type Terminal, wordsOf } from './terminal.ts';

const run: Action<InspectOptions> = async (terminal, options, args) => {
  const wrong = wrongUsage(args, options);
  if (wrong !== null) return refuse(terminal, options, cliError('USAGE', wrong), exitStatus.usage);
  const inputs = await collectInputs(args, options.manifest, options);
  if (!inputs.ok) return refuse(terminal, options, inputs.error, exitStatus.usage);
  return inspectInputs(terminal, options, inputs.value);
};

/** Inspects boards and prints a line for each. What stops the whole run (model, data directory, engine) is every board's error. */
export async function inspectInputs(
  terminal: Terminal,
  options: InspectOptions,
  inputs: readonly BoardInput[],
): Promise<ExitStatus> {
  const catalog = composeModels(dataDirOf(options));
  const choose = (order?: readonly Provider[]) => catalog.choose(options.model, options.allowUnsigned === true, order);
  // Before anything is made on disk: a name that means nothing is wrong usage.
  const named = choose();
  if (!named.ok && named.error.code === 'MODEL_NOT_FOUND')
    return refuse(terminal, options, named.error, exitStatus.usage);
  const json = options.json === true;
  const failOnDefect = options.failOnDefect === true;
  const outcomes = printOutcomes(terminal, { json, failOnDefect, stored: options.store }, inputs);
  if (named.ok && named.value.signature.state === 'refused')
    terminal.note(`fiducial: --allow-unsigned: ${wordsOf(named.value.signature.error)}`);

  const station = named.ok ? await openStore(options) : named;
  const order = providersOf(options, station.ok ? station.value : null);
  const model = station.ok ? choose(order) : station;
  const done =
    station.ok && model.ok
      ? await runBoards(terminal, options, inputs, model.value, order, station.value, outcomes)
      : model;
  if (station.ok) station.value?.close();
  if (!done.ok) refuseAll(inputs, done.error, outcomes);
  return outcomes.end();
}

async function openStore(options: InspectOptions): Promise<Result<Station | null, AppError>> {
  return options.store ? openStation({ dataDir: dataDirOf(options), station: options.station }) : ok(null);
}

/** Providers in the order in which they will be tried: as asked, else as the site set it, else the platform's own. */
function providersOf({ provider }: InspectOptions, station: Station | null): readonly Provider[] {
  const setting = station === null ? null : getSetting(station.context.db, 'engine.providers');
  return providerOrder(provider, setting?.ok ? setting.value : undefined);
}

function refuseAll(inputs: readonly BoardInput[], error: AppError, outcomes: ReturnType<typeof printOutcomes>): void {
  for (const input of inputs) outcomes.refused(nameOf(input), input.ok ? error : input.error);
}

export const inspect = { command: inspectCommand, action: run };
