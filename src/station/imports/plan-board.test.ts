import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ok } from '../../core/kernel/result.ts';
import { openImageStore } from '../images/image-store.ts';
import type { GoldenFile } from '../inspections/board-request.ts';
import { insertOriginal } from '../inspections/findings.ts';
import { takeFromStore, takeInPlace } from '../inspections/originals.ts';
import { modelCatalog } from '../models/catalog.ts';
import { readTrustedKeys } from '../models/signature.ts';
import { asRecipesSay, proposeRecipe } from '../recipes/choose-recipe.ts';
import { saveRecipe } from '../recipes/save-recipe.ts';
import { must, openTestStation, temporaryFolder } from '../testing/station-fixture.ts';
import { boardPlanner, inspectors } from './plan-board.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const catalog = modelCatalog(
  [{ path: join(root, 'models'), origin: 'bundled' }],
  readTrustedKeys(join(root, 'resources', 'keys')),
  join(root, 'models', 'installed'),
);

/** A station on which the part P has a recipe with a golden, and Q one without. */
async function stationWithRecipes() {
  const dataDir = temporaryFolder();
  const file = (name: string, text: string) => {
    const path = join(dataDir, name);
    writeFileSync(path, `BM ${text}`);
    return { given: name, path };
  };
  const context = openTestStation(join(dataDir, 'station.db'));
  const images = must(await openImageStore(dataDir));
  const source = file('golden.bmp', 'the golden');
  const golden = must(await images.storeOriginal(source.path));
  const image = { ...golden, width: null, height: null, sourcePath: source.given };
  must(context.db.write(() => ok(insertOriginal(context.db, image, context.clock.now()))));
  const content = must(proposeRecipe(catalog)).content;
  must(saveRecipe(context, catalog, { name: 'P', content: { ...content, goldenSha256: golden.sha256 }, basedOn: 0 }));
  must(saveRecipe(context, catalog, { name: 'Q', content, basedOn: 0 }));
  const absolute = (path: string) => images.absolute(path);
  return {
    dataDir,
    context,
    images,
    file,
    golden,
    plan: boardPlanner({ db: context.db, catalog, absolute }, asRecipesSay),
  };
}

it('takes the golden that was named, else the recipe’s, else the one beside the board', async () => {
  const { plan, file, golden } = await stationWithRecipes();
  const board = { image: file('b.bmp', 'the board'), lot: null, serial: null };
  const of = (part: string | null, beside: GoldenFile | null) =>
    must(plan({ ...board, part, golden: beside })).request.golden;
  const beside: GoldenFile = { ...file('b_golden.bmp', 'another'), from: 'beside' };
  const named: GoldenFile = { ...beside, from: 'named' };
  expect(of('P', named)).toBe(named);
  expect(of('P', beside)).toMatchObject({ from: 'recipe', sha256: golden.sha256 });
  expect(of('P', null)).toMatchObject({ from: 'recipe', sha256: golden.sha256 });
  for (const part of ['Q', 'no recipe', null]) {
    expect(of(part, named)).toBe(named);
    expect(of(part, beside)).toBe(beside);
    expect(of(part, null)).toBeNull();
  }
});

it('takes no other picture for the golden of a recipe, with and without a store', async () => {
  const { context, dataDir, images, file, golden, plan } = await stationWithRecipes();
  const { request, recipe } = must(
    plan({ image: file('b.bmp', 'the board'), golden: null, part: 'P', lot: null, serial: '1' }),
  );
  const asked: string[] = [];
  const line = {
    load: () => Promise.reject(new Error('not reached')),
    inspect: async () => {
      asked.push('the engine');
      return { ok: false, error: { code: 'ENGINE_LOST', message: 'made by the test' } } as const;
    },
    state: () => ({ model: null, error: null }),
  };
  const inspect = async () => {
    const stored = inspectors(
      { line, take: takeFromStore(images, { context, dataDir }), store: { context, dataDir }, maxPixels: 1e8 },
      false,
    );
    const only = inspectors({ line, take: takeInPlace, store: null, maxPixels: 1e8 }, false);
    const outcomes = [await stored(recipe)(request), await only(recipe)(request)];
    return outcomes.map((outcome) => !outcome.inspected && outcome.error.code);
  };
  expect(await inspect()).toEqual(['ENGINE_LOST', 'ENGINE_LOST']);
  writeFileSync(images.absolute(golden.storedPath), 'BM the bolden');
  expect(await inspect()).toEqual(['GOLDEN_DAMAGED', 'GOLDEN_DAMAGED']);
  expect(asked).toHaveLength(2);
});
