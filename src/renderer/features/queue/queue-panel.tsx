import { Check, ClipboardCheck, LoaderCircle, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FailureState } from '../../app/failure-state.tsx';
import { runningBoards, waitingBoards } from '../../app/imports-store.ts';
import { type Shelf, shelves } from '../../app/queue-store.ts';
import { useImports, useQueue } from '../../app/workspace-context.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Select } from '../../ui/select.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { OldQueue } from './old-queue.tsx';
import { QueueList } from './queue-list.tsx';
import styles from './queue-panel.module.css';
import { useQueueRetry } from './use-queue-retry.ts';

const icons: Readonly<Record<Shelf, LucideIcon>> = { review: ClipboardCheck, running: LoaderCircle, done: Check };

export interface QueuePanelProps {
  /** The boards in work. */
  readonly running: ReactNode;
  readonly footer: ReactNode;
}

export function QueuePanel({ running, footer }: QueuePanelProps) {
  const { t } = useTranslation('queue');
  const counts = useQueue((state) => state.counts);
  const shelf = useQueue((state) => state.shelf);
  const show = useQueue((state) => state.show);
  const shown = useQueue(({ rows }) => rows.length > 0) || shelf === 'running';
  useQueueRetry();
  const unfinished = useImports(({ imports }) => runningBoards(imports).length + waitingBoards(imports));
  const count = (of: Shelf): number | undefined => (of === 'running' ? unfinished : counts?.[of]);
  const options = shelves.map((value) => ({ value, label: `${t(`shelf.${value}`)} ${count(value) ?? ''}`.trimEnd() }));
  const Icon = icons[shelf];
  return (
    <Panel side="start" label={t('label')} summary={counts ? t('toReview', { count: counts.review }) : undefined}>
      <div className={styles.shelves}>
        <Segmented label={t('shelves')} value={shelf} onChange={show} options={options} />
      </div>
      {/* Of the two the style shows the one that there is room for. */}
      <div className={styles.shelf}>
        <Select
          label={t('shelves')}
          hideLabel
          value={shelf}
          onChange={show}
          options={options}
          sign={
            <span className={styles.sign} aria-hidden="true">
              <Icon />
              {count(shelf)}
            </span>
          }
        />
      </div>
      {shown && <OldQueue />}
      <div className={styles.body}>{shelf === 'running' ? running : <Shelved />}</div>
      <div className={styles.footer}>{footer}</div>
    </Panel>
  );
}

function Shelved() {
  const { t } = useTranslation('queue');
  const { rows, loadedOnce, failure, search, shelf, counts, load } = useQueue((state) => state);
  if (rows.length > 0) return <QueueList />;
  if (failure !== null) return <FailureState error={failure} retry={() => void load()} />;
  if (!loadedOnce) return <Skeleton label={t('loading')} rows={8} />;
  if (search !== '') return <EmptyState title={t('noMatch', { search })} text={t('noMatchHint')} />;
  if (shelf === 'done') return <EmptyState title={t('noneDone')} text={t('noneDoneHint')} />;
  if (counts === null || counts.done === 0) return <EmptyState title={t('noneYet')} />;
  return <EmptyState title={t('allDone')} text={t('allDoneHint')} />;
}
