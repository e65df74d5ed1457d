/** The engine with the model that each board wants: loads another one only where the one before it was not the same. */
import type { Provider } from '../../core/detection/provider.ts';
import type { AppError, Result } from '../../core/kernel/result.ts';
import type { EngineBoardResult, InspectJob, ModelLoaded, ModelToLoad } from '../../engine/protocol.ts';
import type { TileProgress } from '../inspections/run-settings.ts';
import { modelToLoad } from '../models/model-json.ts';
import type { FoundModel } from '../models/model-repository.ts';

interface LoadingEngine {
  loadModel(model: ModelToLoad, providers: readonly Provider[]): Promise<Result<ModelLoaded, AppError>>;
  inspect(job: InspectJob, onProgress?: (progress: TileProgress) => void): Promise<Result<EngineBoardResult, AppError>>;
}

export interface ModelLine {
  /** Resolves when the model can be used. Errors: MODEL_*, PROVIDER_*, ENGINE_*. */
  load(found: FoundModel): Promise<Result<ModelLoaded, AppError>>;
  inspect(
    found: FoundModel,
    job: InspectJob,
    onProgress?: (progress: TileProgress) => void,
  ): Promise<Result<EngineBoardResult, AppError>>;
  /** The model that was asked for last, null before the first, and why it cannot be used. */
  state(): { readonly model: FoundModel['model'] | null; readonly error: AppError | null };
}

export function createModelLine(engine: LoadingEngine, providers: () => readonly Provider[]): ModelLine {
  let current: { readonly key: string; readonly loading: Promise<Result<ModelLoaded, AppError>> } | null = null;
  let model: FoundModel['model'] | null = null;
  let error: AppError | null = null;

  const load = (found: FoundModel): Promise<Result<ModelLoaded, AppError>> => {
    const order = providers();
    const key = JSON.stringify([found.onnxPath, found.model.sha256, order]);
    if (current?.key === key) return current.loading;
    const loading = engine.loadModel(modelToLoad(found.model, found.onnxPath), order);
    const mine = { key, loading };
    current = mine;
    model = found.model;
    void loading.then((loaded) => {
      if (current !== mine) return;
      error = loaded.ok ? null : loaded.error;
      // What stopped it may be gone at the next board.
      if (!loaded.ok) current = null;
    });
    return loading;
  };

  return {
    load,
    inspect(found, job, onProgress) {
      // Without waiting in between: the engine does what it is told in order, so no other model can slip in.
      void load(found);
      return engine.inspect(job, onProgress);
    },
    state: () => ({ model, error }),
  };
}
