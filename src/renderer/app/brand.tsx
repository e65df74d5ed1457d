import { useTranslation } from 'react-i18next';
import styles from './brand.module.css';

/** A fiducial mark: the copper dot by which a board is found. */
export function Brand() {
  const { t } = useTranslation();
  return (
    <span className={styles.brand}>
      <svg viewBox="0 0 18 18" aria-hidden="true">
        <circle cx="9" cy="9" r="7.5" />
        <circle className={styles.dot} cx="9" cy="9" r="3.5" />
      </svg>
      <span className={styles.name}>{t('brand')}</span>
    </span>
  );
}
