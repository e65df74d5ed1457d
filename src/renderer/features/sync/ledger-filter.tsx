import { Search } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { OutboxState } from '../../../core/sync/outbox.ts';
import type { SyncPlace } from '../../app/navigation.ts';
import { SearchField } from '../../ui/search-field.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import type { SyncState } from './ledger-item.ts';
import styles from './sync.module.css';

interface LedgerFilterProps {
  readonly place: SyncPlace;
  readonly counts: SyncState['counts'];
  readonly onChange: (place: SyncPlace) => void;
}

const shelves = ['all', 'pending', 'set_aside', 'sent', 'skipped'] as const;

/** Which items are listed; takes effect at once. */
export function LedgerFilter({ place, counts, onChange }: LedgerFilterProps) {
  const { t } = useTranslation('sync');
  const labelOf = (shelf: (typeof shelves)[number]): string => {
    switch (shelf) {
      case 'all':
        return t('filter.all');
      case 'pending':
        return t('filter.counted', { state: t('state.pending'), count: counts.pending });
      case 'set_aside':
        return t('filter.counted', { state: t('state.set_aside'), count: counts.setAside });
      default:
        return t(`state.${shelf}`);
    }
  };
  return (
    <search className={styles.filter} aria-label={t('filter.label')}>
      <SearchField
        label={t('filter.search')}
        hideLabel
        icon={<Search />}
        value={place.search ?? ''}
        placeholder={t('filter.searchHint')}
        onChange={(text) => onChange(narrowed(place.state, text))}
      />
      <Segmented
        label={t('filter.state')}
        value={place.state ?? 'all'}
        onChange={(shelf) => onChange(narrowed(shelf === 'all' ? undefined : shelf, place.search))}
        options={shelves.map((shelf) => ({ value: shelf, label: labelOf(shelf) }))}
      />
    </search>
  );
}

const narrowed = (state: OutboxState | undefined, search: string | undefined): SyncPlace => ({
  ...(state === undefined ? {} : { state }),
  ...(search ? { search } : {}),
});
