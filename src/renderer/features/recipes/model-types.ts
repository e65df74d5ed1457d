/** A recipe's types follow its model: another model knows other types. */
import type { RecipeContent, TypeRule } from './recipe-content.ts';

/** A type without a rule never counts, so a type that is new with a model starts low rather than silent. */
const cautious: TypeRule = { thresholdWithGolden: 0.5, thresholdWithoutGolden: 0.5, severity: 'high' };

/**
 * The content judged by another model: rules of types that both models know stay, others come from `proposed` where it
 * has them. `classes`: the types of the model in its order.
 */
export function withModel(
  content: RecipeContent,
  model: RecipeContent['model'],
  classes: readonly string[],
  proposed: RecipeContent['types'],
): RecipeContent {
  const types = Object.fromEntries(
    classes.map((type) => [type, content.types[type] ?? proposed[type] ?? cautious] as const),
  );
  return { ...content, model, types };
}
