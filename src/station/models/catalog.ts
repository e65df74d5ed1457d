import type { Provider } from '../../core/detection/provider.ts';
import { type AppError, ok, type Result } from '../../core/kernel/result.ts';
import { providerOrder } from '../inspections/provider-order.ts';
import { choosePrecision } from './automatic-model.ts';
import { type Machine, thisMachine } from './machine.ts';
import {
  type BrokenModel,
  type FoundModel,
  findModel,
  isUsable,
  listModels,
  type ModelFolder,
  parseReference,
} from './model-repository.ts';
import type { TrustedKeys } from './signature.ts';

/** What is asked for when no model is named: the detector, in the precision that suits the machine. */
export const defaultModel = 'auto';
const detector = 'pcb_defect_detector';

interface ChosenModel extends FoundModel {
  /** Why this precision, half a sentence for people; null where the model was named. */
  readonly why: string | null;
}

/** The models that a station can see. */
export interface ModelCatalog {
  readonly path: readonly ModelFolder[];
  readonly keys: TrustedKeys;
  /** Where `models add` installs. */
  readonly installFolder: string;
  list(): (FoundModel | BrokenModel)[];
  /**
   * The model that `NAME[@VERSION]` means, with its signature judged; `auto[@VERSION]` is the detector as `choosePrecision` has it for `order`.
   * Errors: MODEL_NOT_FOUND, MODEL_MANIFEST, MODEL_FILE, and MODEL_UNSIGNED or MODEL_SIGNATURE unless `allowUnsigned`.
   * @param order Providers as they will be tried; the platform's own order unless told.
   */
  choose(wanted: string, allowUnsigned: boolean, order?: readonly Provider[]): Result<ChosenModel, AppError>;
}

export function modelCatalog(
  path: readonly ModelFolder[],
  keys: TrustedKeys,
  installFolder: string,
  machine: Machine = thisMachine(),
): ModelCatalog {
  const list = () => {
    const all = listModels(path, keys);
    // One that was taken over is the station's own: it is there once.
    const own = new Set(all.filter((it) => it.origin !== 'received').map(nameOf));
    return all.filter((it) => it.origin !== 'received' || !own.has(nameOf(it)));
  };
  /** What came from the central service is taken by nobody who did not name it. */
  const own = () => list().filter(({ origin }) => origin !== 'received');
  return {
    path,
    keys,
    installFolder,
    list,
    choose(wanted, allowUnsigned, order = providerOrder('auto')) {
      const { name, version } = parseReference(wanted);
      const isAutomatic = name === defaultModel;
      const named = isAutomatic ? `${detector}${version === null ? '' : `@${version}`}` : wanted;
      const found = findModel(path, keys, named);
      if (!found.ok) return found;
      const { signature } = found.value;
      if (signature.state === 'refused' && !allowUnsigned) return { ok: false, error: signature.error };
      if (!isAutomatic) return ok({ ...found.value, why: null });
      const choice = choosePrecision(found.value, own, order, machine);
      return ok({ ...choice.found, why: choice.why });
    },
  };
}

const nameOf = (it: FoundModel | BrokenModel): string =>
  isUsable(it) ? `${it.model.name}@${it.model.version}` : it.folder;

/** As `catalog`, but each name is looked up on disk once: for one run over many boards. */
export function rememberChoices(catalog: ModelCatalog): ModelCatalog {
  const made = new Map<string, ReturnType<ModelCatalog['choose']>>();
  return {
    ...catalog,
    choose(wanted, allowUnsigned, order) {
      const key = JSON.stringify([wanted, allowUnsigned, order]);
      const known = made.get(key) ?? catalog.choose(wanted, allowUnsigned, order);
      made.set(key, known);
      return known;
    },
  };
}
