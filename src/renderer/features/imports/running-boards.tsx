import { useTranslation } from 'react-i18next';
import { runningBoards, waitingBoards } from '../../app/imports-store.ts';
import { useImports } from '../../app/workspace-context.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Progress } from '../../ui/progress.tsx';
import styles from './running-boards.module.css';

/** Boards in work now, by the names that they came with, and how many wait behind them. */
export function RunningBoards() {
  const { t } = useTranslation('imports');
  const imports = useImports((state) => state.imports);
  const boards = runningBoards(imports);
  const waiting = waitingBoards(imports);
  if (boards.length === 0 && waiting === 0) return <EmptyState title={t('noneRunning')} text={t('noneRunningHint')} />;
  return (
    <>
      <ul className={styles.list} aria-label={t('running')}>
        {boards.map((board) => (
          <li key={board.name} className={styles.board}>
            <bdi className={styles.name}>{board.name}</bdi>
            <span className={styles.state}>{t('inspecting')}</span>
            <Progress label={board.name} value={board.progress} />
          </li>
        ))}
      </ul>
      {waiting > 0 && <p className={styles.waiting}>{t('waiting', { count: waiting })}</p>}
    </>
  );
}
