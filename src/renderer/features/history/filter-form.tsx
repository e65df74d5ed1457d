import { useTranslation } from 'react-i18next';
import { typeName } from '../../app/type-name.ts';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './filter.module.css';
import { daysOf, type FilterKey, fromDay, type HistoryFilter, narrowedBy, upToDay } from './history-filter.ts';
import type { Facets } from './use-facets.ts';

interface FilterFormProps {
  readonly filter: HistoryFilter;
  readonly facets: Facets;
  readonly onChange: (filter: HistoryFilter) => void;
}

/** Everything that the list can be narrowed by; takes effect at once. */
export function FilterForm({ filter, facets, onChange }: FilterFormProps) {
  const { t } = useTranslation('history');
  const { first, last } = daysOf(filter);
  const pick = (key: FilterKey, words: readonly string[], shown = (word: string) => word) => {
    const chosen = filter[key] ?? '';
    const known = chosen === '' || words.includes(chosen) ? words : [chosen, ...words];
    return (
      <Select
        label={t(`field.${key}`)}
        value={chosen}
        onChange={(value) => onChange(narrowedBy(filter, key, value))}
        options={[{ value: '', label: t('filter.any') }, ...known.map((word) => ({ value: word, label: shown(word) }))]}
      />
    );
  };
  return (
    <div className={styles.form}>
      <TextField label={t('field.from')} type="date" value={first} onChange={(day) => onChange(fromDay(filter, day))} />
      <TextField label={t('field.to')} type="date" value={last} onChange={(day) => onChange(upToDay(filter, day))} />
      {pick('type', facets.types, (type) => typeName(t, type))}
      {pick('part', facets.parts)}
      {pick('lot', facets.lots)}
      <TextField
        label={t('field.serial')}
        value={filter.serial ?? ''}
        onChange={(serial) => onChange(narrowedBy(filter, 'serial', serial))}
        maxLength={200}
      />
      {pick('model', facets.models)}
      {pick('person', facets.persons)}
    </div>
  );
}
