import { type AppError, ok, type Result } from '../core/kernel/result.ts';
import { composeModels, openStation, type Station } from '../station/compose.ts';
import { type Action, dataDirOf, refuse } from './command.ts';
import { cliError } from './errors.ts';
import { type ExitStatus, exitStatus } from './exit-status.ts';
import { type BoardInput, collectInputs } from './inspect-inputs.ts';
import { type InspectOptions, inspectCommand, wrongUsage } from './inspect-options.ts';
import { nameOf, printOutcomes } from './inspect-outcomes.ts';
import { runBoards } from './inspect-run.ts';
import { describe, type Terminal } from './terminal.ts';

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
  const model = composeModels(dataDirOf(options)).choose(options.model, options.allowUnsigned === true);
  if (!model.ok && model.error.code === 'MODEL_NOT_FOUND')
    return refuse(terminal, options, model.error, exitStatus.usage);
  const json = options.json === true;
  const failOnDefect = options.failOnDefect === true;
  const outcomes = printOutcomes(terminal, { json, failOnDefect, stored: options.store }, inputs);
  if (model.ok && model.value.signature.state === 'refused')
    terminal.note(`fiducial: --allow-unsigned: ${describe(model.value.signature.error)}`);

  const station = model.ok ? await openStore(options) : model;
  const done =
    model.ok && station.ok ? await runBoards(terminal, options, inputs, model.value, station.value, outcomes) : station;
  if (station.ok) station.value?.close();
  if (!done.ok) refuseAll(inputs, done.error, outcomes);
  return outcomes.end();
}

async function openStore(options: InspectOptions): Promise<Result<Station | null, AppError>> {
  return options.store ? openStation({ dataDir: dataDirOf(options), station: options.station }) : ok(null);
}

function refuseAll(inputs: readonly BoardInput[], error: AppError, outcomes: ReturnType<typeof printOutcomes>): void {
  for (const input of inputs) outcomes.refused(nameOf(input), input.ok ? error : input.error);
}

export const inspect = { command: inspectCommand, action: run };
