import { useTranslation } from 'react-i18next';
import type { StationStatus } from '../../app/status-store.ts';
import styles from './status-bar.module.css';

const tones = { off: undefined, paused: undefined, offline: 'info', sending: 'info', idle: 'pass' } as const;
const signs = { off: '○', paused: '○', offline: '●', sending: '↑', idle: '✓' } as const;

export function SyncState({ sync }: { readonly sync: StationStatus['sync'] }) {
  const { t } = useTranslation('status');
  return (
    <span className={styles.item} data-tone={tones[sync.state]}>
      {signs[sync.state]} {t(`sync.${sync.state}`)}
      {sync.state !== 'off' && sync.queued > 0 && `, ${t('kept', { count: sync.queued })}`}
    </span>
  );
}
