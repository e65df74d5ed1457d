import { History, Link2, PenOff, ShieldAlert, ShieldCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useStatus } from '../../app/workspace-context.tsx';
import styles from './audit.module.css';

const signs = {
  unsealed: <Link2 />,
  unsigned: <PenOff />,
  sealed: <ShieldCheck />,
  rolled_back: <History />,
  damaged: <ShieldAlert />,
} as const;

/** How far the log can be trusted, in plain words. Nothing before the station has said it. */
export function LogState() {
  const { t } = useTranslation('audit');
  const audit = useStatus(({ status }) => status?.audit);
  if (audit === undefined) return null;
  return (
    <p className={styles.state} data-state={audit.state}>
      <span className={styles.sign} aria-hidden="true">
        {signs[audit.state]}
      </span>
      <span>
        <strong>
          {t(`state.${audit.state}`)}, {t('state.size', { count: audit.size })}.
        </strong>{' '}
        {t(`state.${audit.state}Text`)}
      </span>
    </p>
  );
}
