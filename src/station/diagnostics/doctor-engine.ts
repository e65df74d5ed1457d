/** Checks of the model and of the engine that runs it. */
import type { Provider } from '../../core/detection/provider.ts';
import type { AppError, Result } from '../../core/kernel/result.ts';
import type { ModelLoaded, ModelToLoad } from '../../engine/protocol.ts';
import type { ModelCatalog } from '../models/catalog.ts';
import { defaultModel } from '../models/catalog.ts';
import { modelToLoad } from '../models/model-json.ts';
import { checkHash } from '../models/model-repository.ts';
import { type DoctorLine, failure, good, warning } from './doctor-check.ts';

/** The engine, for trying a model out. */
export interface ModelLoader {
  loadModel(model: ModelToLoad, providers: readonly Provider[]): Promise<Result<ModelLoaded, AppError>>;
}

export async function checkModelAndEngine(
  catalog: ModelCatalog,
  engine: ModelLoader,
  providers: readonly Provider[],
): Promise<DoctorLine[]> {
  const advice = 'Install Fiducial again, or add a model with "fiducial models add".';
  const chosen = catalog.choose(defaultModel, false, providers);
  if (!chosen.ok) return [failure('model', `${chosen.error.code}: ${chosen.error.message}`, advice)];
  const hash = await checkHash(chosen.value);
  if (!hash.ok) return [failure('model', `${hash.error.code}: ${hash.error.message}`, advice)];
  const { model, onnxPath, why } = chosen.value;
  const lines = [good('model', `${model.name} ${model.version} (${why}), signature and hash are right`)];
  const loaded = await engine.loadModel(modelToLoad(model, onnxPath), providers);
  if (!loaded.ok) {
    const { code, message } = loaded.error;
    return [
      ...lines,
      failure('engine', `${code}: ${message}`, 'Start again with FIDUCIAL_DEBUG=1 to see what it says.'),
    ];
  }
  const { provider, loadMs, refused } = loaded.value;
  lines.push(good('engine', `runs the model on ${provider.toUpperCase()}, loaded in ${Math.round(loadMs)} ms`));
  for (const { provider: name, reason } of refused)
    lines.push(warning(`provider ${name}`, reason, `Boards are inspected on ${provider.toUpperCase()} instead.`));
  return lines;
}
