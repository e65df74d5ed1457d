/** How parts are inspected. Versions are never changed: saving other content makes the next version. */
import { z } from 'zod';
import { recipeContentSchema } from '../core/inspection/recipe-schema.ts';
import { call } from './contract-kinds.ts';
import { failure, line, path, sha256, storage, time } from './values.ts';

export const recipeContent = recipeContentSchema;

/** Pixels, upright. */
const golden = z.object({ sha256, width: z.number().int(), height: z.number().int() });

const recipe = z.object({
  /** The part's number. */
  name: z.string(),
  version: z.number().int(),
  content: recipeContent,
  golden: golden.nullable(),
  savedAt: time,
});

const errors = [...storage, 'RECIPE', 'MODEL'] as const;

export const recipes = {
  /** Newest version of each, by name. */
  list: call(z.strictObject({}), z.array(recipe.pick({ name: true, version: true, savedAt: true })), ['DB']),
  /** The newest version, or the one asked for. */
  open: call(z.strictObject({ name: line, version: z.number().int().optional() }), recipe, errors),
  versions: call(z.strictObject({ name: line }), z.array(recipe.pick({ version: true, savedAt: true })), ['DB']),
  /** What a part gets that has no recipe: the model's own thresholds. */
  proposal: call(z.strictObject({}), recipeContent, ['MODEL']),
  /** RECIPE_STALE where `basedOn` is not the newest version (0: none yet). */
  save: call(z.strictObject({ name: line.min(1), content: recipeContent, basedOn: z.number().int() }), recipe, errors),
  /** Stores an image as a golden: from a file dialog, or the path that was dropped. Null where cancelled. */
  chooseGolden: call(z.strictObject({ path: path.nullish() }), golden.nullable(), [
    ...errors,
    'IMAGE',
    'ENGINE',
    'GOLDEN',
    'PICTURE',
  ]),
  /** The picture that a recipe names. */
  golden: call(z.strictObject({ sha256 }), golden, [...errors, 'IMAGE', 'ENGINE', 'PICTURE']),
};

export const models = {
  /** Every model that can be chosen, and those that cannot, with the reason. */
  list: call(
    z.strictObject({}),
    z.array(
      z.object({
        name: z.string(),
        version: z.string(),
        bundled: z.boolean(),
        /** Came from the central service, and is used only where it is named. */
        received: z.boolean(),
        signed: z.boolean(),
        classes: z.array(z.string()),
        /** Measured figures of model.json, by name. */
        figures: z.record(z.string(), z.union([z.number(), z.string()])),
        error: failure.nullable(),
      }),
    ),
    ['MODEL'],
  ),
  /** One that was received becomes the station's own: it is taken wherever the newest of its name is. */
  adopt: call(z.strictObject({ name: line.min(1), version: line.min(1) }), z.object({}), [...storage, 'MODEL']),
};
