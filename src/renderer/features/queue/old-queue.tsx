import { RefreshCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { failureText } from '../../app/failure-text.ts';
import { useQueue } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import styles from './old-queue.module.css';

/** Above boards that are in view though the queue could not be read since: nobody takes them for the present ones. */
export function OldQueue() {
  const { t, i18n } = useTranslation('queue');
  const { failure, failedSince, load } = useQueue((state) => state);
  if (failure === null || failedSince === null) return null;
  const clock = new Intl.DateTimeFormat(i18n.language, { timeStyle: 'short' });
  const words = t('old', { since: clock.format(failedSince) });
  const why = failureText(t, failure).title;
  const sign = (
    <span className={styles.sign}>
      ▲<RefreshCw />
    </span>
  );
  return (
    <div className={styles.old} data-tone="warn">
      <div role="alert" className={styles.words}>
        <strong>▲ {words}</strong>
        <p>{why}</p>
      </div>
      <div className={styles.wide}>
        <Button onClick={() => void load()}>{t('app:retry')}</Button>
      </div>
      {/* Of the two the style shows the one that there is room for. */}
      <div className={styles.narrow}>
        <IconButton label={`${words} ${why} ${t('app:retry')}`} icon={sign} onClick={() => void load()} />
      </div>
    </div>
  );
}
