/** Models come and go with their entries in the log. */
import { modelAdded, modelRemoved } from '../../core/audit/entries.ts';
import { type AppError, ok, type Result } from '../../core/kernel/result.ts';
import { recordAction } from '../audit/action.ts';
import type { StationContext } from '../context.ts';
import type { ModelCatalog } from './catalog.ts';
import { installModel, removeModel } from './install-model.ts';
import type { FoundModel } from './model-repository.ts';

/** Gives the folder of a checked model. Errors: IDENTITY_*, MODEL_EXISTS, MODEL_STORE, DB_*, AUDIT_*. */
export function addModel(context: StationContext, catalog: ModelCatalog, found: FoundModel): Result<string, AppError> {
  const allowed = context.may('model.change');
  if (!allowed.ok) return allowed;
  const installed = installModel(found, catalog.installFolder);
  if (!installed.ok) return installed;
  const logged = recordAction(context, modelAdded(found.model));
  return logged.ok ? installed : logged;
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
