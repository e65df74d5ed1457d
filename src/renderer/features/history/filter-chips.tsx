import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { typeName } from '../../app/type-name.ts';
import { Button } from '../../ui/button.tsx';
import styles from './filter.module.css';
import { chipsOf, daysOf, type FilterChip, type HistoryFilter, without } from './history-filter.ts';

interface FilterChipsProps {
  readonly filter: HistoryFilter;
  readonly onChange: (filter: HistoryFilter) => void;
}

/** What narrows the list now, each with the way to take it out. Nothing where nothing does. */
export function FilterChips({ filter, onChange }: FilterChipsProps) {
  const { t, i18n } = useTranslation('history');
  const chips = chipsOf(filter);
  if (chips.length === 0) return null;
  const days = daysOf(filter);
  const asDay = (day: string) =>
    new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium' }).format(new Date(`${day}T12:00:00`));
  const shown = ({ key, value }: FilterChip): string => {
    if (key === 'from') return asDay(days.first);
    if (key === 'to') return asDay(days.last);
    if (key === 'verdict') return t(`app:verdict.${value}`);
    if (key === 'type') return typeName(t, value);
    return key === 'status' ? t(`status.${value}`) : value;
  };
  return (
    <ul className={styles.chips} aria-label={t('filter.active')}>
      {chips.map((chip) => {
        const text = t(`chip.${chip.key}`, { value: shown(chip) });
        return (
          <li key={chip.key}>
            <button
              type="button"
              className={styles.chip}
              aria-label={t('chip.remove', { chip: text })}
              onClick={() => onChange(without(filter, chip.key))}
            >
              {text}
              <X aria-hidden="true" />
            </button>
          </li>
        );
      })}
      <li>
        <Button variant="quiet" onClick={() => onChange({})}>
          {t('filter.clear')}
        </Button>
      </li>
    </ul>
  );
}
