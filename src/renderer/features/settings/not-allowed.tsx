import { useTranslation } from 'react-i18next';
import styles from './settings.module.css';

/** In place of what this person may not change: who may. */
export function NotAllowed({ denied }: { readonly denied: string }) {
  const { t } = useTranslation('settings');
  return (
    <p className={styles.quiet} role="note">
      {t('notAllowed', { denied })}
    </p>
  );
}
