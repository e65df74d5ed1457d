import { useTranslation } from 'react-i18next';
import type { Verification } from '../../../core/inspection/vocabulary.ts';
import type { Defect } from '../../app/review-store.ts';
import { typeName } from '../../app/type-name.ts';
import { SeverityMark } from '../../ui/severity-mark.tsx';
import styles from './defect-list.module.css';

/** Undecided defects show how bad they are, decided ones what was decided. */
const signs: Readonly<Record<Exclude<Verification, 'not_verified'>, string>> = {
  confirmed: '✓',
  rejected: '✕',
  accepted: '≈',
  repaired: '↺',
};

export function DefectRow({ defect }: { readonly defect: Defect }) {
  const { t, i18n } = useTranslation('app');
  const confidence = new Intl.NumberFormat(i18n.language, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const { verification, severity } = defect;
  return (
    <div className={styles.content}>
      {verification === 'not_verified' ? (
        <SeverityMark severity={severity} label={t(`severity.${severity}`)} />
      ) : (
        <span className={styles.sign} data-state={verification} aria-hidden="true">
          {signs[verification]}
        </span>
      )}
      <span className={styles.type}>{typeName(t, defect.type)}</span>
      <span className={styles.confidence}>
        {defect.confidence === null ? '—' : confidence.format(defect.confidence)}
      </span>
      <span className={styles.state} data-state={verification}>
        {t(`verification.${verification}`)}
      </span>
    </div>
  );
}
