/** A model that the central service offers: checked as `models add` checks one, placed whole, used by nobody yet. */
import { readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { modelReceived, modelRefused } from '../../core/audit/entries.ts';
import { type AppError, fail, ok, type Result } from '../../core/kernel/result.ts';
import { syncError } from '../../core/sync/errors.ts';
import type { ModelToLoad } from '../../engine/protocol.ts';
import { recordAction } from '../audit/action.ts';
import type { StationContext } from '../context.ts';
import { sha256Hex } from '../digest.ts';
import { makeDurableFolder, syncFolderNames } from '../durable-folder.ts';
import { asCentre } from '../identity/central-people.ts';
import type { ModelCatalog } from './catalog.ts';
import { checkModelFolder } from './install-model.ts';
import { type ModelJson, modelJsonSchema, modelToLoad } from './model-json.ts';
import { isUsable, listModels } from './model-repository.ts';
import { checkSignature } from './signature.ts';

/** A version as the service lists it. */
export interface OfferedModel {
  readonly name: string;
  /** Of model.onnx and of model.json. */
  readonly sha256: string;
  readonly manifestSha256: string;
}

export interface ModelReceiver {
  /** Folder of this station that received models lie in, on the disk of the data directory. */
  readonly folder: string;
  /** Whether a version is here, wherever it came from. */
  isHere(offered: OfferedModel): boolean;
  /** What can be said of model.json before the model itself is fetched. Errors: MODEL_*, SYNC_MODEL_*. */
  checkManifest(offered: OfferedModel, manifest: string): Result<void, AppError>;
  /**
   * Checks a folder with both files, as `models add` does (description, signature, hash, and that the engine loads it),
   * and moves it to its place with an entry of the log. Errors: MODEL_*, ENGINE_*, SYNC_MODEL_NOT_STORED, DB_*, AUDIT_*.
   */
  place(partial: string): Promise<Result<void, AppError>>;
  /** Notes in the log what was refused and why. Errors: DB_*, AUDIT_*. */
  refuse(offered: OfferedModel, reason: string): Result<void, AppError>;
}

export interface ModelReceiverParts {
  readonly context: StationContext;
  readonly catalog: Pick<ModelCatalog, 'keys' | 'path'>;
  readonly folder: string;
  /** Has an engine load it that can be lost. */
  readonly tryToLoad: (model: ModelToLoad) => Promise<Result<unknown, AppError>>;
}

export function modelReceiver({ context, catalog, folder, tryToLoad }: ModelReceiverParts): ModelReceiver {
  const known = () => listModels(catalog.path, catalog.keys).filter(isUsable);
  const withNameOf = ({ name, version }: Pick<ModelJson, 'name' | 'version'>) =>
    known().find(({ model }) => model.name === name && model.version === version);

  return {
    folder,
    isHere: ({ name, sha256, manifestSha256 }) =>
      known().some(
        (found) =>
          found.model.name === name &&
          found.model.sha256 === sha256 &&
          sha256Hex(readFileSync(join(found.folder, 'model.json'))) === manifestSha256,
      ),
    checkManifest(offered, manifest) {
      if (sha256Hex(Buffer.from(manifest)) !== offered.manifestSha256) return fail(syncError('SYNC_MODEL_INVALID'));
      const read = parsed(manifest);
      const described = modelJsonSchema.safeParse(read);
      if (!described.success || described.data.name !== offered.name || described.data.sha256 !== offered.sha256)
        return fail(syncError('SYNC_MODEL_INVALID'));
      const signature = checkSignature(read as Record<string, unknown>, catalog.keys);
      if (signature.state === 'refused') return fail(signature.error);
      return withNameOf(described.data) === undefined ? ok(undefined) : fail(syncError('SYNC_MODEL_DIFFERS'));
    },
    async place(partial) {
      const checked = await checkModelFolder(partial, catalog.keys, false);
      if (!checked.ok) return checked;
      const { model, onnxPath } = checked.value;
      const loaded = await tryToLoad(modelToLoad(model, onnxPath));
      if (!loaded.ok) return loaded;
      if (withNameOf(model) !== undefined) return fail(syncError('SYNC_MODEL_DIFFERS'));
      // The entry first: a model that lies there was told of, and one that was told of twice is the same.
      const logged = recordAction(asCentre(context), modelReceived(model));
      if (!logged.ok) return logged;
      const parent = join(folder, model.name);
      try {
        makeDurableFolder(parent);
        rmSync(join(parent, model.version), { recursive: true, force: true });
        renameSync(partial, join(parent, model.version));
        syncFolderNames(parent);
        return ok(undefined);
      } catch (cause) {
        return fail(notStored(cause));
      }
    },
    refuse({ name, sha256 }, reason) {
      const logged = recordAction(asCentre(context), modelRefused({ name, version: 'offered', sha256, reason }));
      return logged.ok ? ok(undefined) : logged;
    },
  };
}

export const notStored = (cause: unknown) =>
  syncError('SYNC_MODEL_NOT_STORED', {
    cause: cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown',
  });

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
