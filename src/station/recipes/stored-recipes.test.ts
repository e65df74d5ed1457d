import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { modelCatalog } from '../models/catalog.ts';
import { readTrustedKeys } from '../models/signature.ts';
import { must, openTestStation } from '../testing/station-fixture.ts';
import { asRecipesSay, chooseRecipe, proposeRecipe, type RecipeWishes } from './choose-recipe.ts';
import { receiveRecipe } from './receive-recipe.ts';
import { namelessRecipes } from './recipe-names.ts';
import { ensureRecipe } from './recipe-versions.ts';
import { saveRecipe } from './save-recipe.ts';
import { findRecipe, listRecipes, listVersions } from './stored-recipes.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const catalog = modelCatalog(
  [{ path: join(root, 'models'), origin: 'bundled' }],
  readTrustedKeys(join(root, 'resources', 'keys')),
  join(root, 'models', 'installed'),
);

const proposal = must(proposeRecipe(catalog)).content;
const strict = { ...proposal, minAreaPx: 9 };
const save = (context: ReturnType<typeof openTestStation>, content: typeof proposal, basedOn: number) =>
  saveRecipe(context, catalog, { name: 'PCB-2002', content, basedOn });

describe('a part’s recipe', () => {
  it('is proposed from the model, and asks a person about every board with a defect', () => {
    const context = openTestStation();
    expect(must(chooseRecipe(context.db, catalog, 'PCB-2002', asRecipesSay))).toMatchObject({
      name: namelessRecipes.proposal,
      content: { reviewPolicy: 'review', goldenSha256: null, mmPerPx: null },
    });
  });

  it('gets a version for each new content, and the newest holds', () => {
    const context = openTestStation();
    expect(must(save(context, proposal, 0)).version).toBe(1);
    expect(must(save(context, strict, 1)).version).toBe(2);
    expect(must(chooseRecipe(context.db, catalog, 'PCB-2002', asRecipesSay)).content.minAreaPx).toBe(9);
    expect(listVersions(context.db, 'PCB-2002').map(({ version }) => version)).toEqual([2, 1]);
    expect(findRecipe(context.db, 'PCB-2002', 1)?.content).toEqual(proposal);
  });

  it('goes back to what an earlier version said, and on from there', () => {
    const context = openTestStation();
    must(save(context, proposal, 0));
    must(save(context, strict, 1));
    expect(must(save(context, proposal, 2)).version).toBe(1);
    expect(findRecipe(context.db, 'PCB-2002')?.version).toBe(1);
    expect(must(save(context, { ...proposal, mmPerPx: 0.02 }, 1)).version).toBe(3);
    expect(listRecipes(context.db)).toMatchObject([{ name: 'PCB-2002', version: 3 }]);
    expect(must(save(context, strict, 3)).version).toBe(2);
    expect(findRecipe(context.db, 'PCB-2002')?.version).toBe(2);
    expect(must(save(context, { ...proposal, mmPerPx: 0.03 }, 2)).version).toBe(4);
    expect(must(save(context, { ...proposal, mmPerPx: 0.04 }, 4)).version).toBe(5);
    expect(findRecipe(context.db, 'PCB-2002')?.version).toBe(5);
  });

  it('is not overwritten by somebody who looked at an older one', () => {
    const context = openTestStation();
    must(save(context, proposal, 0));
    expect(save(context, strict, 0)).toMatchObject({ ok: false, error: { code: 'RECIPE_STALE' } });
    expect(listVersions(context.db, 'PCB-2002')).toHaveLength(1);
  });

  it('cannot name types that its model does not find, a golden that is not there, or a model that is not installed', () => {
    const context = openTestStation();
    const types = { ...proposal.types, scratch: { ...Object.values(proposal.types)[0]! } };
    const codes = [
      save(context, { ...proposal, types }, 0),
      save(context, { ...proposal, goldenSha256: 'ab'.repeat(32) }, 0),
      save(context, { ...proposal, model: { name: 'none', version: '1' } }, 0),
      save(context, { ...proposal, regions: [{ kind: 'include', box: { x: 0, y: 0, width: 0, height: 5 } }] }, 0),
      saveRecipe(context, catalog, { name: namelessRecipes.proposal, content: proposal, basedOn: 0 }),
    ].map((result) => (result.ok ? 'saved' : result.error.code));
    expect(codes).toEqual([
      'RECIPE_INVALID',
      'RECIPE_GOLDEN_UNKNOWN',
      'MODEL_NOT_FOUND',
      'RECIPE_INVALID',
      'RECIPE_NAME',
    ]);
    expect(listRecipes(context.db)).toEqual([]);
  });

  it('cannot be one by which every board would pass, from a person as from the site', () => {
    const context = openTestStation();
    const [open] = Object.values(proposal.types);
    const at = (thresholdWithGolden: number, thresholdWithoutGolden: number) =>
      Object.fromEntries(
        Object.keys(proposal.types).map((type) => [type, { ...open!, thresholdWithGolden, thresholdWithoutGolden }]),
      );
    for (const types of [{}, at(1, 1), at(1, 0.5), at(0.5, 1)]) {
      const content = { ...proposal, types };
      expect(save(context, content, 0)).toMatchObject({ error: { code: 'RECIPE_INVALID' } });
      const received = receiveRecipe(context, catalog, { name: 'PCB-2002', content });
      expect(received).toMatchObject({ error: { code: 'RECIPE_INVALID' } });
    }
    expect(listRecipes(context.db)).toEqual([]);
    const onlyOpen = { open: { ...open!, thresholdWithGolden: 0.99, thresholdWithoutGolden: 0.99 } };
    must(save(context, { ...proposal, types: onlyOpen }, 0));
  });

  it('of an older station that judges nothing inspects no board, unless the thresholds are another model’s', () => {
    const context = openTestStation();
    must(context.db.write(() => ensureRecipe(context, 'PCB-2002', { ...proposal, types: {} })));
    const chosen = (wishes: Partial<RecipeWishes>) =>
      chooseRecipe(context.db, catalog, 'PCB-2002', { ...asRecipesSay, ...wishes });
    const refused = { error: { code: 'RECIPE_JUDGES_NOTHING', message: expect.stringContaining('PCB-2002') } };
    expect(chosen({})).toMatchObject(refused);
    expect(chosen({ threshold: 0.5 })).toMatchObject(refused);
    expect(chosen({ model: `${proposal.model.name}@${proposal.model.version}` })).toMatchObject({ ok: true });
  });

  it('is not asked for with a threshold that nothing reaches, nor is a board without one', () => {
    const context = openTestStation();
    must(save(context, strict, 0));
    for (const part of ['PCB-2002', 'another', null]) {
      const asked = (threshold: number) => chooseRecipe(context.db, catalog, part, { ...asRecipesSay, threshold });
      expect(asked(1)).toMatchObject({ error: { code: 'RECIPE_JUDGES_NOTHING' } });
      expect(asked(0.99)).toMatchObject({ ok: true });
    }
  });

  it('inspects no board where its model does not find what it judges', () => {
    const context = openTestStation();
    const types = { ...proposal.types, scratch: Object.values(proposal.types)[0]! };
    must(context.db.write(() => ensureRecipe(context, 'PCB-2002', { ...proposal, types })));
    expect(chooseRecipe(context.db, catalog, 'PCB-2002', asRecipesSay)).toMatchObject({
      error: { code: 'RECIPE_TYPE_UNKNOWN', details: { types: 'scratch' } },
    });
  });

  it('holds for the part however it is written, unless another part is', () => {
    const context = openTestStation();
    must(save(context, strict, 0));
    const nameOf = (part: string) => {
      const chosen = chooseRecipe(context.db, catalog, part, asRecipesSay);
      return chosen.ok ? chosen.value.name : chosen.error.code;
    };
    expect(['PCB-2002', 'pcb-2002', ' Pcb-2002\t'].map(nameOf)).toEqual(Array(3).fill('PCB-2002'));
    expect(['PCB-200', 'PCB 2002', ''].map(nameOf)).toEqual(Array(3).fill(namelessRecipes.proposal));
    must(saveRecipe(context, catalog, { name: 'pcb-2002', content: proposal, basedOn: 0 }));
    expect(['PCB-2002', 'pcb-2002', 'Pcb-2002'].map(nameOf)).toEqual(['PCB-2002', 'pcb-2002', 'RECIPE_PART_UNCLEAR']);
  });

  it('is not among the recipes where a run only recorded what it was done with', () => {
    const context = openTestStation();
    must(context.db.write(() => ensureRecipe(context, namelessRecipes.commandLine, proposal)));
    expect(listRecipes(context.db)).toEqual([]);
  });

  it('keeps its regions and golden with another model, under a name of its own', () => {
    const context = openTestStation();
    must(save(context, { ...strict, mmPerPx: 0.05 }, 0));
    const reference = `${proposal.model.name}@${proposal.model.version}`;
    const chosen = must(chooseRecipe(context.db, catalog, 'PCB-2002', { ...asRecipesSay, model: reference }));
    expect(chosen).toMatchObject({ name: namelessRecipes.otherModel, content: { minAreaPx: 9, mmPerPx: 0.05 } });
  });
});
