import { useTranslation } from 'react-i18next';
import type { StationStatus } from '../../app/status-store.ts';
import styles from './status-bar.module.css';

const tones = {
  unsealed: undefined,
  unsigned: undefined,
  sealed: 'pass',
  rolled_back: 'fail',
  damaged: 'fail',
} as const;
const signs = { unsealed: '○', unsigned: '○', sealed: '✓', rolled_back: '✕', damaged: '✕' } as const;

export function AuditState({ audit }: { readonly audit: StationStatus['audit'] }) {
  const { t } = useTranslation('status');
  return (
    <span className={styles.item} data-tone={tones[audit.state]}>
      {signs[audit.state]} {t(`audit.${audit.state}`, { count: audit.size })}
    </span>
  );
}
