import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStation } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import styles from './history-view.module.css';

interface NewerNoticeProps {
  /** Start of the newest inspection in the list; null where it is empty. UTC. */
  readonly newestShown: string | null;
  readonly onShow: () => void;
}

/** Says that boards were inspected since the list was read: rows never move by themselves under a person's hand. */
export function NewerNotice({ newestShown, onShow }: NewerNoticeProps) {
  const { t } = useTranslation('history');
  const station = useStation();
  const [newest, setNewest] = useState('');
  useEffect(
    () =>
      station.queue.changed(({ rows }) => {
        const times = rows === null ? [new Date().toISOString()] : rows.map(({ startedAt }) => startedAt);
        setNewest((before) => [before, ...times].toSorted().at(-1) ?? before);
      }),
    [station],
  );
  if (newest === '' || newest <= (newestShown ?? '')) return null;
  return (
    <p className={styles.newer} role="status">
      {t('newer')}
      <Button
        variant="quiet"
        onClick={() => {
          setNewest('');
          onShow();
        }}
      >
        {t('showNewer')}
      </Button>
    </p>
  );
}
