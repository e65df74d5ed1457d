import { CircuitBoard } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { isActive } from '../../app/imports-store.ts';
import { useImports } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';

/** A station without boards: the samples are one click away. */
export function NoBoards() {
  const { t } = useTranslation('imports');
  const samples = useImports((state) => state.samples);
  const active = useImports(({ imports }) => imports.some(isActive));
  if (active) return <EmptyState icon={<CircuitBoard />} title={t('firstComing')} text={t('firstComingHint')} />;
  return (
    <EmptyState icon={<CircuitBoard />} title={t('noBoards')} text={t('noBoardsHint')}>
      <Button variant="primary" onClick={() => void samples()}>
        {t('trySamples')}
      </Button>
    </EmptyState>
  );
}
