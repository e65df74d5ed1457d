import { useTranslation } from 'react-i18next';
import type { Filter } from '../../app/navigation.ts';
import { useAnswer } from '../../app/use-answer.ts';
import { useStation } from '../../app/workspace-context.tsx';
import { Select } from '../../ui/select.tsx';
import styles from './statistics.module.css';

interface NarrowFiguresProps {
  readonly filter: Filter;
  readonly onChange: (filter: Filter) => void;
}

/** Figures of one part, lot or model. */
export function NarrowFigures({ filter, onChange }: NarrowFiguresProps) {
  const { t } = useTranslation('statistics');
  const station = useStation();
  const facets = useAnswer('history.facets', () => station.history.facets({})).value;
  const pick = (key: 'part' | 'lot' | 'model', words: readonly string[]) => {
    const chosen = filter[key] ?? '';
    const known = chosen === '' || words.includes(chosen) ? words : [chosen, ...words];
    const { [key]: _, ...others } = filter;
    return (
      <Select
        label={t(`filter.${key}`)}
        value={chosen}
        onChange={(word) => onChange(word === '' ? others : { ...filter, [key]: word })}
        options={[{ value: '', label: t('filter.any') }, ...known.map((word) => ({ value: word, label: word }))]}
      />
    );
  };
  return (
    <search className={styles.filter} aria-label={t('filter.label')}>
      {pick('part', facets?.parts ?? [])}
      {pick('lot', facets?.lots ?? [])}
      {pick('model', facets?.models ?? [])}
    </search>
  );
}
