/** Models come and go with their entries in the log. */
import { modelAdded, modelRemoved } from '../../core/audit/entries.ts';
import { type AppError, ok, type Result } from '../../core/kernel/result.ts';
import { recordAction } from '../audit/action.ts';
import type { StationContext } from '../context.ts';
import type { ModelCatalog } from './catalog.ts';
import { checkModelFolder, installModel, removeModel } from './install-model.ts';
import { type FoundModel, findModel } from './model-repository.ts';

/** Gives the folder of a checked model. Errors: IDENTITY_*, MODEL_EXISTS, MODEL_STORE, DB_*, AUDIT_*. */
export function addModel(context: StationContext, catalog: ModelCatalog, found: FoundModel): Result<string, AppError> {
  const allowed = context.may('model.change');
  if (!allowed.ok) return allowed;
  const installed = installModel(found, catalog.installFolder);
  if (!installed.ok) return installed;
  const logged = recordAction(context, modelAdded(found.model));
  return logged.ok ? installed : logged;
}

/**
 * Makes a model that came from the central service one of the station's own: from then on it is taken wherever the newest
 * of its name is. `wanted`: `NAME@VERSION`. Errors: IDENTITY_*, MODEL_NOT_FOUND, MODEL_*, DB_*, AUDIT_*.
 */
export async function adoptModel(
  context: StationContext,
  catalog: ModelCatalog,
  wanted: string,
): Promise<Result<string, AppError>> {
  const allowed = context.may('model.change');
  if (!allowed.ok) return allowed;
  const received = catalog.path.filter(({ origin }) => origin === 'received');
  const found = findModel(received, catalog.keys, wanted);
  if (!found.ok) return found;
  const checked = await checkModelFolder(found.value.folder, catalog.keys, false);
  return checked.ok ? addModel(context, catalog, checked.value) : checked;
}

/** `wanted`: `NAME` or `NAME@VERSION`. Errors: IDENTITY_*, MODEL_NOT_FOUND, MODEL_BUNDLED, MODEL_STORE, DB_*, AUDIT_*. */
export function takeModelAway(
  context: StationContext,
  catalog: ModelCatalog,
  wanted: string,
): Result<FoundModel, AppError> {
  const allowed = context.may('model.change');
  if (!allowed.ok) return allowed;
  const removed = removeModel(catalog.path, catalog.keys, wanted);
  if (!removed.ok) return removed;
  const logged = recordAction(context, modelRemoved(removed.value.model));
  return logged.ok ? ok(removed.value) : logged;
}
