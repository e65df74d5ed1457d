import { useTranslation } from 'react-i18next';
import type { StationStatus } from '../../app/status-store.ts';
import { classNames } from '../../ui/class-names.ts';
import styles from './status-bar.module.css';

/** Boards in work, boards behind them and how long one takes. */
export function WorkState({ status }: { readonly status: StationStatus }) {
  const { t } = useTranslation('status');
  const { running, waiting, msPerBoard } = status;
  const parts = [
    running > 0 || waiting > 0 ? t('running', { count: running }) : t('idle'),
    ...(waiting > 0 ? [t('waiting', { count: waiting })] : []),
    ...(msPerBoard === null ? [] : [t('each', { ms: Math.round(msPerBoard) })]),
  ];
  return <span className={classNames(styles.item, styles.elsewhere)}>{parts.join(', ')}</span>;
}
