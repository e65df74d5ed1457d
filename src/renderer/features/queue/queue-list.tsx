import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useQueue, useReview } from '../../app/workspace-context.tsx';
import { OptionList } from '../../ui/option-list.tsx';
import styles from './queue-row.module.css';
import { QueueRowContent } from './queue-row.tsx';

/** Ages are told in minutes: twice a minute is often enough. */
const tickMs = 30_000;

export function QueueList() {
  const { t } = useTranslation('queue');
  const rows = useQueue((state) => state.rows);
  const shelf = useQueue((state) => state.shelf);
  const loadMore = useQueue((state) => state.loadMore);
  const selectedId = useReview(({ board, opening }) => opening ?? board?.id ?? null);
  const open = useReview((state) => state.open);
  const now = useNow(tickMs);
  return (
    <OptionList
      label={t('boards')}
      items={rows}
      itemKey={({ id }) => id}
      selectedKey={selectedId}
      onSelect={({ id }) => void open(id)}
      onEnd={loadMore}
      rowClass={styles.row}
      arrows
    >
      {(row) => <QueueRowContent row={row} now={now} signed={shelf === 'done'} />}
    </OptionList>
  );
}

function useNow(everyMs: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
