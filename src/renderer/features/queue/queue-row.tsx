import { useTranslation } from 'react-i18next';
import type { QueueRow } from '../../app/queue-store.ts';
import { LongName } from '../../ui/long-name.tsx';
import { SeverityMark } from '../../ui/severity-mark.tsx';
import { VerdictTag } from '../../ui/verdict-tag.tsx';
import { ageOf } from './age.ts';
import styles from './queue-row.module.css';
import { Thumbnail } from './thumbnail.tsx';

export interface QueueRowContentProps {
  readonly row: QueueRow;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** On the shelf of boards that were signed off. */
  readonly signed: boolean;
}

export function QueueRowContent({ row, now, signed }: QueueRowContentProps) {
  const { t } = useTranslation('queue');
  const serial = row.serial ?? t('app:noSerial');
  const about = [row.part, row.lot].filter((word) => word !== null).join(' · ');
  const age = ageOf(Date.parse(row.startedAt), now);
  return (
    <div className={styles.content} title={`${serial}\n${about}`}>
      <Thumbnail sha256={row.imageSha256} />
      <div className={styles.words}>
        <span className={styles.first}>
          <span className={styles.serial}>
            <LongName text={serial} />
          </span>
          <time className={styles.age} dateTime={row.startedAt}>
            {t(`age.${age.unit}`, { count: age.count })}
          </time>
        </span>
        <span className={styles.finding}>
          {signed ? (
            <VerdictTag verdict={row.verdict} label={t(`app:verdict.${row.verdict ?? 'undecided'}`)} />
          ) : (
            <Finding row={row} />
          )}
        </span>
        <span className={styles.about}>{about === '' ? t('app:noPart') : about}</span>
      </div>
    </div>
  );
}

function Finding({ row }: { readonly row: QueueRow }) {
  const { t } = useTranslation('queue');
  if (row.status === 'failed')
    return (
      <span className={styles.failed} title={row.error?.message}>
        ▲ {t('notInspected')}
      </span>
    );
  if (row.registrationPoor) return <span className={styles.poor}>▲ {t('registrationPoor')}</span>;
  if (row.defects === 0) return <span className={styles.none}>✓ {t('noneFound')}</span>;
  const isBegun = row.undecided > 0 && row.undecided < row.defects;
  return (
    <span className={styles.found} data-severity={row.worstSeverity ?? 'none'}>
      {row.worstSeverity !== null && (
        <SeverityMark severity={row.worstSeverity} label={t(`app:severity.${row.worstSeverity}`)} />
      )}
      <span className={styles.inWords}>
        {t('found', { count: row.defects })}
        {isBegun && `, ${t('left', { count: row.undecided })}`}
      </span>
      {/* Of the two the style shows the one that there is room for. */}
      <span className={styles.inFigures} aria-hidden="true">
        {isBegun ? `${row.undecided}/${row.defects}` : row.defects}
      </span>
    </span>
  );
}
