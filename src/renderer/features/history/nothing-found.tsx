import { History, ListX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useNavigation } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';

interface NothingFoundProps {
  /** A filter is set: there may be inspections that it hides. */
  readonly narrowed: boolean;
  readonly onClear: () => void;
}

export function NothingFound({ narrowed, onClear }: NothingFoundProps) {
  const { t } = useTranslation('history');
  const go = useNavigation((navigation) => navigation.go);
  return narrowed ? (
    <EmptyState icon={<ListX />} title={t('empty.filteredTitle')} text={t('empty.filteredText')}>
      <Button onClick={onClear}>{t('filter.clear')}</Button>
    </EmptyState>
  ) : (
    <EmptyState icon={<History />} title={t('empty.title')} text={t('empty.text')}>
      <Button onClick={() => go('review')}>{t('empty.action')}</Button>
    </EmptyState>
  );
}
