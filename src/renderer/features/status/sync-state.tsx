import { useTranslation } from 'react-i18next';
import type { StationStatus } from '../../app/status-store.ts';
import { useNavigation } from '../../app/workspace-context.tsx';
import styles from './status-bar.module.css';
import { syncWords } from './sync-words.ts';

/** How it stands with sending, in a few words, and the way to all of them. */
export function SyncState({ sync }: { readonly sync: StationStatus['sync'] }) {
  const { t, i18n } = useTranslation('status');
  const go = useNavigation((navigation) => navigation.go);
  const { sign, tone, words } = syncWords(t, i18n.language, sync);
  return (
    <button type="button" className={styles.more} data-tone={tone} title={t('syncOpen')} onClick={() => go('sync')}>
      <span>
        {sign} {words}
      </span>
    </button>
  );
}
