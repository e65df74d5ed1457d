import { useTranslation } from 'react-i18next';
import { thumbnailUrl } from '../../../ipc/image-urls.ts';
import type { Answer, StationClient } from '../../app/client.ts';
import { LongName } from '../../ui/long-name.tsx';
import { VerdictTag } from '../../ui/verdict-tag.tsx';
import styles from './comparison.module.css';
import { boardName } from './inspection-row.ts';

export type ReviewedBoard = Answer<StationClient['boards']['open']>;

/** Which inspection stands on this side. */
export function ComparedBoard({ label, board }: { readonly label: string; readonly board: ReviewedBoard }) {
  const { t, i18n } = useTranslation('history');
  const time = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'medium' });
  return (
    <section className={styles.board} aria-label={label}>
      {board.image && <img className={styles.picture} src={thumbnailUrl(board.image.sha256)} alt="" />}
      <div className={styles.facts}>
        <span className={styles.side}>{label}</span>
        <span className={styles.name}>
          <LongName text={boardName(board) ?? t('app:noSerial')} />
        </span>
        <VerdictTag verdict={board.verdict} label={t(`app:verdict.${board.verdict ?? 'undecided'}`)} />
        <span className={styles.quiet}>{time.format(new Date(board.startedAt))}</span>
        {board.model && (
          <span className={styles.quiet}>
            {board.model.name} {board.model.version}
          </span>
        )}
      </div>
    </section>
  );
}
