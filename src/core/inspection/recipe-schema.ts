/** A recipe's content as it comes from outside: the window, the central service. */
import { z } from 'zod';
import { type RecipeContent, reviewPolicies } from './recipe.ts';
import { severities } from './vocabulary.ts';

const name = z.string().max(200);
const share = z.number().min(0).max(1);

const typeRule = z.strictObject({
  thresholdWithGolden: share,
  thresholdWithoutGolden: share,
  severity: z.enum(severities),
});

const box = z.strictObject({
  x: z.number(),
  y: z.number(),
  width: z.number().nonnegative(),
  height: z.number().nonnegative(),
});

export const recipeContentSchema = z.strictObject({
  model: z.strictObject({ name, version: name }),
  types: z.record(z.string(), typeRule),
  minAreaPx: z.number().min(0),
  /** In golden pixels. */
  regions: z.array(z.strictObject({ kind: z.enum(['include', 'exclude']), box })).max(1000),
  minRegistrationScore: share,
  reviewPolicy: z.enum(reviewPolicies),
  goldenSha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  /** Millimetres per golden pixel; null: not known. */
  mmPerPx: z.number().positive().max(10).nullable(),
}) satisfies z.ZodType<RecipeContent>;
