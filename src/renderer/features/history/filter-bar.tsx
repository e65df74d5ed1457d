import { ListFilter, Search } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { Popover } from '../../ui/popover.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './filter.module.css';
import { FilterChips } from './filter-chips.tsx';
import { FilterForm } from './filter-form.tsx';
import { type HistoryFilter, narrowedBy } from './history-filter.ts';
import type { Facets } from './use-facets.ts';

interface FilterBarProps {
  readonly filter: HistoryFilter;
  readonly facets: Facets;
  readonly onChange: (filter: HistoryFilter) => void;
}

export function FilterBar({ filter, facets, onChange }: FilterBarProps) {
  const { t } = useTranslation('history');
  return (
    <search className={styles.bar} aria-label={t('filter.label')}>
      <div className={styles.controls}>
        <div className={styles.search}>
          <TextField
            label={t('search')}
            hideLabel
            placeholder={t('search')}
            type="search"
            icon={<Search aria-hidden="true" />}
            maxLength={200}
            value={filter.search ?? ''}
            onChange={(search) => onChange(narrowedBy(filter, 'search', search))}
          />
        </div>
        <Segmented
          label={t('field.verdict')}
          value={filter.verdict ?? 'all'}
          onChange={(verdict) => onChange(narrowedBy(filter, 'verdict', verdict === 'all' ? '' : verdict))}
          options={[
            { value: 'all', label: t('verdict.all') },
            { value: 'fail', label: t('app:verdict.fail') },
            { value: 'pass', label: t('app:verdict.pass') },
            { value: 'undecided', label: t('app:verdict.undecided') },
          ]}
        />
        <Popover label={t('filter.label')} trigger={<Button icon={<ListFilter />}>{t('filter.open')}</Button>}>
          <FilterForm filter={filter} facets={facets} onChange={onChange} />
        </Popover>
      </div>
      <FilterChips filter={filter} onChange={onChange} />
    </search>
  );
}
