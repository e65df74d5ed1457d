import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button.tsx';
import type { KeysetPages } from '../ui/keyset-pages.ts';
import { failureText } from './failure-text.ts';
import styles from './list-end.module.css';

interface ListEndProps {
  readonly pages: Pick<KeysetPages<unknown>, 'complete' | 'error' | 'more'>;
  /** Said where there is no more. */
  readonly complete: string;
  readonly loading: string;
}

/** Below the last row of a list that is read page by page: that it is the last, that more comes, or why not. */
export function ListEnd({ pages, complete, loading }: ListEndProps) {
  const { t } = useTranslation('app');
  if (pages.complete) return <p className={styles.end}>{complete}</p>;
  if (pages.error === null) return <p className={styles.end}>{loading}</p>;
  return (
    <div className={styles.end} role="alert">
      <p>{failureText(t, pages.error).title}</p>
      <Button onClick={pages.more}>{t('retry')}</Button>
    </div>
  );
}
