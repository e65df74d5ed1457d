import { Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OutboxState } from '../../../core/sync/outbox.ts';
import type { SyncPlace } from '../../app/navigation.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { SyncState } from './ledger-item.ts';
import styles from './sync.module.css';

interface LedgerFilterProps {
  readonly place: SyncPlace;
  readonly counts: SyncState['counts'];
  readonly onChange: (place: SyncPlace) => void;
}

const shelves = ['all', 'pending', 'set_aside', 'sent', 'skipped'] as const;
/** Milliseconds without a key before the ledger is searched: a whole serial is one question. */
const pauseMs = 200;

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
      <LedgerSearch text={place.search ?? ''} onChange={(text) => onChange(narrowed(place.state, text))} />
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

interface LedgerSearchProps {
  readonly text: string;
  readonly onChange: (text: string) => void;
}

function LedgerSearch({ text, onChange }: LedgerSearchProps) {
  const { t } = useTranslation('sync');
  const [typed, type] = useState<string | null>(null);
  // What was typed stands until it is the filter.
  useEffect(() => {
    if (typed === null) return;
    const timer = setTimeout(() => {
      onChange(typed);
      type(null);
    }, pauseMs);
    return () => clearTimeout(timer);
  }, [typed, onChange]);
  return (
    <TextField
      label={t('filter.search')}
      hideLabel
      type="search"
      icon={<Search />}
      value={typed ?? text}
      placeholder={t('filter.searchHint')}
      maxLength={200}
      onChange={type}
    />
  );
}
