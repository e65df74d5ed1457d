import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { maxImagePixels } from '../../src/core/detection/image-limits.ts';
import { composeModels, openStation, startEngine } from '../../src/station/compose.ts';
import { boardInspector } from '../../src/station/inspections/inspect-board.ts';
import { rememberGoldens, takeFromStore } from '../../src/station/inspections/originals.ts';
import { modelToLoad } from '../../src/station/models/model-json.ts';
import { namelessRecipes } from '../../src/station/recipes/recipe-names.ts';
import { runRecipe } from '../../src/station/recipes/run-recipe.ts';
import { percentile } from './statistics.ts';

/** Times in ms of boards inspected one after another, each waited for until it is durable. */
export interface AloneTimes {
  readonly boards: number;
  readonly p50: number;
  readonly p95: number;
}

export interface EngineStart {
  /** From asking for the engine to a loaded model: process start, onnxruntime, sha256 check, session. */
  readonly startMs: number;
  /** Time of the model load alone, as the engine measured it. */
  readonly modelLoadMs: number;
}

/** Hosts a station as the command line does and inspects the manifest's boards one at a time; the first is a warm-up. */
export async function oneBoardAlone(
  manifest: string,
  modelName: string,
): Promise<{ alone: AloneTimes; engine: EngineStart }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'fiducial-bench-'));
  const found = composeModels(dataDir).choose(modelName, true);
  if (!found.ok) throw new Error(found.error.message);
  const station = await openStation({ dataDir, station: 'bench' });
  if (!station.ok) throw new Error(station.error.message);
  const started = performance.now();
  const engine = startEngine(() => undefined);
  try {
    const loaded = await engine.loadModel(modelToLoad(found.value.model, found.value.onnxPath), ['cpu']);
    if (!loaded.ok) throw new Error(loaded.error.message);
    const startMs = performance.now() - started;
    const take = takeFromStore(station.value.images, station.value);
    const inspect = boardInspector(
      { engine, takeBoard: take, takeGolden: rememberGoldens(take), store: station.value },
      {
        model: found.value.model,
        recipe: runRecipe(found.value.model, null),
        recipeName: namelessRecipes.commandLine,
        again: true,
        maxPixels: maxImagePixels,
      },
    );
    const times: number[] = [];
    for (const line of readFileSync(manifest, 'utf8').trim().split('\n')) {
      const { image, golden, part, serial } = JSON.parse(line) as Record<
        'image' | 'golden' | 'part' | 'serial',
        string
      >;
      const file = (name: string) => ({ given: name, path: resolve(dirname(manifest), name) });
      const before = performance.now();
      const outcome = await inspect({
        image: file(image),
        golden: { ...file(golden), from: 'named' },
        part,
        lot: null,
        serial,
      });
      if (!outcome.inspected) throw new Error(`${image}: ${outcome.error.message}`);
      times.push(performance.now() - before);
    }
    const warm = times.slice(1);
    return {
      alone: { boards: warm.length, p50: percentile(warm, 0.5), p95: percentile(warm, 0.95) },
      engine: { startMs, modelLoadMs: loaded.value.loadMs },
    };
  } finally {
    await engine.close();
    station.value.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
