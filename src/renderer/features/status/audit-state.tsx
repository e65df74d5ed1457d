import { useTranslation } from 'react-i18next';
import type { StationStatus } from '../../app/status-store.ts';
import styles from './status-bar.module.css';

const tones = {
  unsealed: 'quiet',
  unsigned: 'warn',
  sealed: 'pass',
  rolled_back: 'fail',
  damaged: 'fail',
} as const;
const signs = { unsealed: '○', unsigned: '▲', sealed: '✓', rolled_back: '✕', damaged: '✕' } as const;

export function AuditState({ audit }: { readonly audit: StationStatus['audit'] }) {
  const { t } = useTranslation('status');
  const { state, size, notWitnessed } = audit;
  const unseen = notWitnessed === size ? t('noneWitnessed') : t('notWitnessed', { count: notWitnessed });
  return (
    <span className={styles.item} data-tone={tones[state]}>
      {signs[state]} {t(`audit.${state}`, { count: size })}
      {notWitnessed > 0 && `, ${unseen}`}
    </span>
  );
}
