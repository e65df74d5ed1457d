/** A change between versions of a recipe in a few words. */
import type { TFunction } from 'i18next';
import { typeName } from '../../app/type-name.ts';
import type { RecipeChange } from './recipe-changes.ts';

export function changeWords(t: TFunction<'recipes'>, change: RecipeChange, locale: string): string {
  const word = (value: string | number | null): string => {
    if (value === null) return t('changes.unknown');
    return typeof value === 'number'
      ? new Intl.NumberFormat(locale, { maximumFractionDigits: 6 }).format(value)
      : value;
  };
  switch (change.kind) {
    case 'type_added':
    case 'type_removed':
      return t(`changes.${change.kind}`, { type: typeName(t, change.type) });
    case 'rule': {
      const shown = (value: string | number | null) =>
        change.rule === 'severity' ? t(`app:severity.${value}`) : word(value);
      return t('changes.rule', {
        type: typeName(t, change.type),
        rule: t(`changedRule.${change.rule}`),
        before: shown(change.before),
        after: shown(change.after),
      });
    }
    case 'field':
      if (change.field === 'regions') return t('changes.regions');
      if (change.field === 'golden') return t(`changes.${goldenChange(change.before, change.after)}`);
      return t('changes.field', {
        field: t(`changedField.${change.field}`),
        before: change.field === 'reviewPolicy' ? t(`policy.${change.before}`) : word(change.before),
        after: change.field === 'reviewPolicy' ? t(`policy.${change.after}`) : word(change.after),
      });
  }
}

/** A golden is named by its hash, which tells people nothing. */
function goldenChange(before: unknown, after: unknown): 'golden_added' | 'golden_removed' | 'golden_changed' {
  if (before === null) return 'golden_added';
  return after === null ? 'golden_removed' : 'golden_changed';
}
