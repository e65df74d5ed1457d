import type { AppError, Result } from '../../core/kernel/result.ts';
import { type BrokenModel, type FoundModel, findModel, listModels, type ModelFolder } from './model-repository.ts';
import type { TrustedKeys } from './signature.ts';

/** The model that is used when none is named. */
export const defaultModel = 'pcb_defect_detector';

/** The models that a station can see. */
export interface ModelCatalog {
  readonly path: readonly ModelFolder[];
  readonly keys: TrustedKeys;
  /** Where `models add` installs. */
  readonly installFolder: string;
  list(): (FoundModel | BrokenModel)[];
  /**
   * The model that `NAME[@VERSION]` means, with its signature judged. Errors: MODEL_NOT_FOUND, MODEL_MANIFEST,
   * MODEL_FILE, and MODEL_UNSIGNED or MODEL_SIGNATURE unless `allowUnsigned`.
   */
  choose(wanted: string, allowUnsigned: boolean): Result<FoundModel, AppError>;
}

export function modelCatalog(path: readonly ModelFolder[], keys: TrustedKeys, installFolder: string): ModelCatalog {
  return {
    path,
    keys,
    installFolder,
    list: () => listModels(path, keys),
    choose(wanted, allowUnsigned) {
      const found = findModel(path, keys, wanted);
      if (!found.ok) return found;
      const { signature } = found.value;
      return signature.state === 'refused' && !allowUnsigned ? { ok: false, error: signature.error } : found;
    },
  };
}
