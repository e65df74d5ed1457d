import { join } from 'node:path';
import { expect, it } from 'vitest';
import { mergeDetections } from '../../core/detection/merge.ts';
import { modelCatalog } from '../models/catalog.ts';
import { readTrustedKeys } from '../models/signature.ts';
import { must } from '../testing/station-fixture.ts';
import { engineSettings, runRecipe } from './run-recipe.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const { model } = must(
  modelCatalog(
    [{ path: join(root, 'models'), origin: 'bundled' }],
    readTrustedKeys(join(root, 'resources', 'keys')),
    join(root, 'models', 'installed'),
  ).choose('pcb_defect_detector', false),
);
const recipe = runRecipe(model, null);
const [judged, ...others] = Object.entries(recipe.types);
const settings = engineSettings({ ...recipe, types: Object.fromEntries([judged!]) }, model);

it('is the same after it was a message: the engine gets it as JSON', () => {
  expect(JSON.parse(JSON.stringify(settings))).toEqual(settings);
});

it('has types that are not judged: they never count, whatever the model is sure of', () => {
  expect(others.length).toBeGreaterThan(0);
  const detections = model.classes.map((_, classIndex) => ({
    box: { x: classIndex * 50, y: 10, width: 20, height: 20 },
    confidence: 1,
    classIndex,
    cut: false,
  }));
  const { thresholds, nmsIou, minAreaPx, regions } = JSON.parse(JSON.stringify(settings)) as typeof settings;
  const rules = { nmsIou, crossType: { minIou: 0.5, factor: 0.4 }, minAreaPx, regions };
  const frame = { width: 640, height: 640, toGolden: null };
  for (const side of [thresholds.withGolden, thresholds.withoutGolden]) {
    const found = mergeDetections(detections, frame, { ...rules, thresholds: side });
    expect(found.map(({ classIndex }) => model.classes[classIndex]?.name)).toEqual([judged![0]]);
  }
});
