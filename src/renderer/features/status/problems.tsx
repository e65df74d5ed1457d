import { useTranslation } from 'react-i18next';
import { failureText } from '../../app/failure-text.ts';
import { isRestorable } from '../../app/use-restore.ts';
import { Popover } from '../../ui/popover.tsx';
import { RestoreBackup } from './restore-backup.tsx';
import styles from './status-bar.module.css';

export interface ProblemsProps {
  readonly problems: readonly { readonly code: string; readonly message: string }[];
}

/** What is wrong with the station now: the newest in words, all of them behind it. */
export function Problems({ problems }: ProblemsProps) {
  const { t } = useTranslation('status');
  const newest = problems[0];
  if (newest === undefined) return null;
  return (
    <Popover
      side="top"
      label={t('problems')}
      trigger={
        <button type="button" className={styles.more} data-tone="fail">
          <span role="status">▲ {failureText(t, newest).title}</span>
          {problems.length > 1 && <span>{t('more', { count: problems.length - 1 })}</span>}
        </button>
      }
    >
      <div className={styles.card}>
        {problems.map((problem) => {
          const { title, kept, next } = failureText(t, problem);
          return (
            <section key={problem.code}>
              <h3>{title}</h3>
              {kept !== undefined && <p>{kept}</p>}
              {next !== undefined && <p>{next}</p>}
              <code data-selectable="">{problem.code}</code>
              {isRestorable(problem) && <RestoreBackup />}
            </section>
          );
        })}
      </div>
    </Popover>
  );
}
