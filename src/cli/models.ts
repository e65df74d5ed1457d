import type { Command } from 'commander';
import type { AppError, Result } from '../core/kernel/result.ts';
import { composeModels, startEngine } from '../station/compose.ts';
import { addModel, adoptModel, takeModelAway } from '../station/models/change-models.ts';
import { checkModelFolder, resolveModelFolder } from '../station/models/install-model.ts';
import { modelToLoad } from '../station/models/model-json.ts';
import { checkHash, type FoundModel, isUsable, parseReference } from '../station/models/model-repository.ts';
import { type Action, type CommonOptions, dataDirOf, newCommand, refuse } from './command.ts';
import { engineLog } from './engine-log.ts';
import { type ExitStatus, exitStatus } from './exit-status.ts';
import { openForUser } from './open-existing.ts';
import { type Terminal, wordsOf } from './terminal.ts';
import { tint } from './terminal-text.ts';

interface ModelOptions extends CommonOptions {
  readonly allowUnsigned?: boolean;
}

const nameOf = ({ model }: FoundModel): string => `${model.name}@${model.version}`;
const stateOf = ({ signature }: FoundModel) =>
  signature.state === 'signed' ? 'signed' : signature.error.code === 'MODEL_UNSIGNED' ? 'unsigned' : 'bad signature';

const listAction: Action<CommonOptions> = async (terminal, options) => {
  for (const entry of composeModels(dataDirOf(options)).list()) {
    if (isUsable(entry)) {
      const { model, origin, folder } = entry;
      const { name, version, sha256 } = model;
      const line = { name, version, sha256, origin, signature: stateOf(entry), folder };
      terminal.line(options.json ? JSON.stringify(line) : `${nameOf(entry)}  ${origin}, ${stateOf(entry)}  ${folder}`);
    } else {
      const { folder, error } = entry;
      terminal.line(
        options.json
          ? JSON.stringify({ folder, error })
          : `${tint(terminal, 'red', 'BROKEN')}  ${folder}  ${wordsOf(error)}`,
      );
    }
  }
  return exitStatus.ok;
};

/** Has the engine load a model, on the CPU, which every station has. Errors: the engine's. */
async function tryToLoad(terminal: Terminal, found: FoundModel): Promise<Result<unknown, AppError>> {
  const engine = startEngine(engineLog(terminal).line);
  try {
    return await engine.loadModel(modelToLoad(found.model, found.onnxPath), ['cpu']);
  } finally {
    await engine.close();
  }
}

const verifyAction: Action<ModelOptions> = async (terminal, options, args) => {
  const catalog = composeModels(dataDirOf(options));
  const [wanted] = args;
  const { name, version } = parseReference(wanted ?? '');
  const chosen = catalog
    .list()
    .filter(
      (e) => !wanted || (isUsable(e) && e.model.name === name && (version === null || e.model.version === version)),
    );
  if (chosen.length === 0) {
    const message = `There is no model ${wanted ?? ''} here.`;
    return refuse(terminal, options, { code: 'MODEL_NOT_FOUND', message }, exitStatus.usage);
  }
  let status: ExitStatus = exitStatus.ok;
  for (const entry of chosen) {
    const title = isUsable(entry) ? nameOf(entry) : entry.folder;
    const error = isUsable(entry) ? await faultOf(terminal, entry, options.allowUnsigned === true) : entry.error;
    if (error !== null) status = exitStatus.problems;
    const json =
      error === null
        ? { model: title, ok: true }
        : { model: title, ok: false, error: { code: error.code, message: error.message } };
    const text =
      error === null
        ? `${tint(terminal, 'green', 'OK')}  ${title}`
        : `${tint(terminal, 'red', 'REFUSED')}  ${title}  ${wordsOf(error)}`;
    terminal.line(options.json ? JSON.stringify(json) : text);
  }
  return status;
};

async function faultOf(terminal: Terminal, found: FoundModel, allowUnsigned: boolean): Promise<AppError | null> {
  if (found.signature.state === 'refused' && !allowUnsigned) return found.signature.error;
  const hash = await checkHash(found);
  if (!hash.ok) return hash.error;
  const loaded = await tryToLoad(terminal, found);
  return loaded.ok ? null : loaded.error;
}

const addAction: Action<ModelOptions> = async (terminal, options, args) => {
  const [path = ''] = args;
  const catalog = composeModels(dataDirOf(options));
  const checked = await checkModelFolder(resolveModelFolder(path), catalog.keys, options.allowUnsigned === true);
  if (!checked.ok) return refuse(terminal, options, checked.error);
  const found = checked.value;
  const loaded = await tryToLoad(terminal, found);
  if (!loaded.ok) return refuse(terminal, options, loaded.error);
  if (found.signature.state === 'refused')
    terminal.note(`fiducial: --allow-unsigned: ${wordsOf(found.signature.error)}`);
  const station = await openForUser(terminal, options);
  if (!station.ok) return refuse(terminal, options, station.error);
  try {
    const installed = addModel(station.value.context, catalog, found);
    if (!installed.ok) return refuse(terminal, options, installed.error);
    const line = { added: nameOf(found), signature: stateOf(found), folder: installed.value };
    terminal.line(options.json ? JSON.stringify(line) : `Added ${line.added} (${line.signature}): ${line.folder}`);
    return exitStatus.ok;
  } finally {
    station.value.close();
  }
};

const useAction: Action<CommonOptions> = async (terminal, options, args) => {
  const [wanted = ''] = args;
  const station = await openForUser(terminal, options);
  if (!station.ok) return refuse(terminal, options, station.error);
  try {
    const used = await adoptModel(station.value.context, composeModels(dataDirOf(options)), wanted);
    if (!used.ok) return refuse(terminal, options, used.error);
    terminal.line(
      options.json ? JSON.stringify({ added: wanted, folder: used.value }) : `Added ${wanted}: ${used.value}`,
    );
    return exitStatus.ok;
  } finally {
    station.value.close();
  }
};

const removeAction: Action<CommonOptions> = async (terminal, options, args) => {
  const [wanted = ''] = args;
  const catalog = composeModels(dataDirOf(options));
  const station = await openForUser(terminal, options);
  if (!station.ok) return refuse(terminal, options, station.error);
  try {
    const removed = takeModelAway(station.value.context, catalog, wanted);
    if (!removed.ok) return refuse(terminal, options, removed.error);
    const name = nameOf(removed.value);
    terminal.line(options.json ? JSON.stringify({ removed: name }) : `Removed ${name}`);
    return exitStatus.ok;
  } finally {
    station.value.close();
  }
};

const allowUnsigned = ['--allow-unsigned', 'accept a missing or wrong signature'] as const;

export const modelsList = {
  command: (): Command => newCommand('list', 'models that this station can use'),
  action: listAction,
};
export const modelsVerify = {
  command: (): Command =>
    newCommand('verify', 'check description, signature and hash, and load each model')
      .argument('[name[@version]]', 'only this one')
      .option(...allowUnsigned),
  action: verifyAction,
};
export const modelsAdd = {
  command: (): Command =>
    newCommand('add', 'check a model and install it into the data directory')
      .argument('<folder>', 'folder with model.json and model.onnx')
      .option(...allowUnsigned),
  action: addAction,
};
export const modelsUse = {
  command: (): Command =>
    newCommand('use', 'take a model of the central service as one of the station’s own').argument('<name@version>'),
  action: useAction,
};
export const modelsRemove = {
  command: (): Command =>
    newCommand('remove', 'remove an installed model; past inspections keep its name and hash').argument(
      '<name[@version]>',
    ),
  action: removeAction,
};
