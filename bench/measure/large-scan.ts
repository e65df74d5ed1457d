import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { maxImagePixels } from '../../src/core/detection/image-limits.ts';
import { composeModels, startEngine } from '../../src/station/compose.ts';
import { modelToLoad } from '../../src/station/models/model-json.ts';
import { engineSettings, runRecipe } from '../../src/station/recipes/run-recipe.ts';
import { treeResidentBytes, watchPeakMemory } from './memory.ts';

export interface LargeScan {
  readonly width: number;
  readonly height: number;
  readonly withGolden: boolean;
  /** Wall time from the request to the result, engine warm, in ms. */
  readonly totalMs: number;
  /** Until the first detections reached the station, in ms; null when there was none before the end. */
  readonly firstDetectionsMs: number | null;
  /** Station and engine together, peak resident bytes. */
  readonly peakBytes: number;
  readonly detections: number;
}

/** Inspects the first board of the manifest in a warm engine and watches the memory of both processes. */
export async function largeScan(manifest: string, modelName: string, withGolden: boolean): Promise<LargeScan> {
  const found = composeModels('').choose(modelName, true);
  if (!found.ok) throw new Error(found.error.message);
  const board = JSON.parse(readFileSync(manifest, 'utf8').split('\n')[0]!) as Record<'image' | 'golden', string>;
  const file = (name: string) => resolve(dirname(manifest), name);
  const engine = startEngine(() => undefined);
  try {
    const loaded = await engine.loadModel(modelToLoad(found.value.model, found.value.onnxPath), ['cpu']);
    if (!loaded.ok) throw new Error(loaded.error.message);
    const memory = watchPeakMemory(process.pid);
    const before = treeResidentBytes(process.pid);
    const started = performance.now();
    let firstDetectionsMs: number | null = null;
    const result = await engine.inspect(
      {
        imagePath: file(board.image),
        golden: withGolden ? { path: file(board.golden), key: board.golden } : null,
        settings: engineSettings(runRecipe(found.value.model, null), found.value.model),
        maxPixels: maxImagePixels,
      },
      ({ detections }) => {
        if (detections.length > 0) firstDetectionsMs ??= performance.now() - started;
      },
    );
    const totalMs = performance.now() - started;
    const peakBytes = Math.max(before, memory.stop());
    if (!result.ok) throw new Error(result.error.message);
    const { width, height, detections, usedGolden } = result.value;
    if (usedGolden !== withGolden) throw new Error('The golden was not used: registration was poor');
    return { width, height, withGolden, totalMs, firstDetectionsMs, peakBytes, detections: detections.length };
  } finally {
    await engine.close();
  }
}
