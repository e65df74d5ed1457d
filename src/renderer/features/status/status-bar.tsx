import { useTranslation } from 'react-i18next';
import { useAnswer } from '../../app/use-answer.ts';
import { useStation, useStatus } from '../../app/workspace-context.tsx';
import { classNames } from '../../ui/class-names.ts';
import { AuditState } from './audit-state.tsx';
import { ModelState } from './model-state.tsx';
import { PersonState } from './person-state.tsx';
import { Problems } from './problems.tsx';
import styles from './status-bar.module.css';
import { SyncState } from './sync-state.tsx';
import { WorkState } from './work-state.tsx';

export function StatusBar() {
  const { t } = useTranslation('status');
  const station = useStation();
  const status = useStatus((state) => state.status);
  const failure = useStatus((state) => state.failure);
  const info = useAnswer('info', () => station.application.info({}));
  return (
    <section aria-label={t('label')} className={styles.bar}>
      {status && (
        <>
          <span className={classNames(styles.item, styles.elsewhere)}>{status.station}</span>
          <PersonState />
          <ModelState status={status} />
          <WorkState status={status} />
        </>
      )}
      <Problems problems={failure ? [failure] : (status?.problems ?? [])} />
      <span className={styles.space} />
      {info.value?.runtime === 'preview' && (
        <span className={styles.item} data-tone="info" title={t('previewHint')}>
          ● {t('preview')}
        </span>
      )}
      {status && (
        <>
          <SyncState sync={status.sync} />
          <AuditState audit={status.audit} />
        </>
      )}
    </section>
  );
}
