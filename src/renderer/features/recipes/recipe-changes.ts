/** What differs between two versions of a recipe, as data: the view words it. */
import type { RecipeContent, TypeRule } from './recipe-content.ts';

type Field = 'model' | 'golden' | 'reviewPolicy' | 'minAreaPx' | 'minRegistrationScore' | 'mmPerPx' | 'regions';

export type RecipeChange =
  /** Null where the value is not there: no golden, scale not known. */
  | { readonly kind: 'field'; readonly field: Field; readonly before: Value; readonly after: Value }
  | {
      readonly kind: 'rule';
      readonly type: string;
      readonly rule: keyof TypeRule;
      readonly before: Value;
      readonly after: Value;
    }
  | { readonly kind: 'type_added' | 'type_removed'; readonly type: string };

type Value = string | number | null;

/** Fields first, then types by name. Empty exactly where both have the same content. */
export function recipeChanges(before: RecipeContent, after: RecipeContent): readonly RecipeChange[] {
  const old = fieldsOf(before);
  const fields = Object.entries(fieldsOf(after)).flatMap(([name, value]): RecipeChange[] => {
    const field = name as Field;
    return old[field] === value ? [] : [{ kind: 'field', field, before: old[field], after: value }];
  });
  const types = [...new Set([...Object.keys(before.types), ...Object.keys(after.types)])].sort();
  return [...fields, ...types.flatMap((type) => ruleChanges(type, before.types[type], after.types[type]))];
}

const fieldsOf = (content: RecipeContent): Record<Field, Value> => ({
  model: `${content.model.name}@${content.model.version}`,
  golden: content.goldenSha256,
  reviewPolicy: content.reviewPolicy,
  minRegistrationScore: content.minRegistrationScore,
  minAreaPx: content.minAreaPx,
  mmPerPx: content.mmPerPx,
  regions: JSON.stringify(content.regions.map(({ kind, box: { x, y, width, height } }) => [kind, x, y, width, height])),
});

function ruleChanges(type: string, before: TypeRule | undefined, after: TypeRule | undefined): RecipeChange[] {
  if (before === undefined) return after === undefined ? [] : [{ kind: 'type_added', type }];
  if (after === undefined) return [{ kind: 'type_removed', type }];
  const rules = ['thresholdWithGolden', 'thresholdWithoutGolden', 'severity'] as const;
  return rules.flatMap((rule): RecipeChange[] =>
    before[rule] === after[rule] ? [] : [{ kind: 'rule', type, rule, before: before[rule], after: after[rule] }],
  );
}
