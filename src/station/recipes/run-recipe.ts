import { defaultMinRegistrationScore } from '../../core/detection/registration-limit.ts';
import type { RecipeContent } from '../../core/inspection/recipe.ts';
import type { InspectSettings } from '../../engine/protocol.ts';
import type { ModelJson } from '../models/model-json.ts';

/**
 * The recipe of a run from the command line: what the model's description recommends, with one confidence threshold
 * for all types where `threshold` is given. The golden is named per board, so the recipe names none.
 */
export function runRecipe(model: ModelJson, threshold: number | null): RecipeContent {
  return {
    model: { name: model.name, version: model.version },
    types: Object.fromEntries(
      model.classes.map(({ name, severity, threshold: own }) => [
        name,
        {
          thresholdWithGolden: threshold ?? own.with_golden,
          thresholdWithoutGolden: threshold ?? own.without_golden,
          severity,
        },
      ]),
    ),
    minAreaPx: 4,
    regions: [],
    minRegistrationScore: defaultMinRegistrationScore,
    reviewPolicy: 'auto',
    goldenSha256: null,
    mmPerPx: null,
  };
}

/** Above every confidence. A number that JSON has: the engine gets it as a message, and there infinity is null. */
const neverCounts = 2;

/** A recipe in the engine's terms: thresholds by class index, in the model's order. A type without a rule never counts. */
export function engineSettings(recipe: RecipeContent, model: ModelJson): InspectSettings {
  const rules = model.classes.map(({ name }) => recipe.types[name]);
  const { nms_iou: nmsIou, cross_type: crossType } = model.merge;
  return {
    thresholds: {
      withGolden: rules.map((rule) => rule?.thresholdWithGolden ?? neverCounts),
      withoutGolden: rules.map((rule) => rule?.thresholdWithoutGolden ?? neverCounts),
    },
    nmsIou,
    ...(crossType === undefined ? {} : { crossType: crossTypeRule(crossType) }),
    minAreaPx: recipe.minAreaPx,
    regions: recipe.regions,
    minRegistrationScore: recipe.minRegistrationScore,
  };
}

const crossTypeRule = (rule: NonNullable<ModelJson['merge']['cross_type']>) => ({
  minIou: rule.iou,
  factor: rule.rule === 'decay' ? rule.factor : 0,
});
