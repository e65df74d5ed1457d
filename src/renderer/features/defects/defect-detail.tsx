import { useTranslation } from 'react-i18next';
import { boardPicture, goldenPicture } from '../../app/board-pictures.ts';
import { reasonText } from '../../app/reason-text.ts';
import type { Board, Defect } from '../../app/review-store.ts';
import { BoardCrop } from '../../viewer/stage/board-crop.tsx';
import styles from './defect-detail.module.css';
import { placeOf } from './defect-place.ts';

/** The defect on the board and the same place on the golden, with its measures. */
export function DefectDetail({ board, defect }: { readonly board: Board; readonly defect: Defect }) {
  const { t, i18n } = useTranslation('defects');
  const picture = boardPicture(board);
  const golden = goldenPicture(board);
  const place = placeOf(defect.box, board.mmPerPx);
  const number = (digits: number) =>
    new Intl.NumberFormat(i18n.language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  // A size in mm is worth its hundredths; a position is looked for by eye.
  const [size, position] = place.unit === 'mm' ? [number(2), number(1)] : [number(0), number(0)];
  const words = {
    unit: place.unit,
    width: size.format(place.width),
    height: size.format(place.height),
    x: position.format(place.x),
    y: position.format(place.y),
  };
  return (
    <div className={styles.detail}>
      {picture !== null && (
        <div className={styles.pair}>
          <figure className={styles.crop}>
            <BoardCrop picture={picture} box={defect.box} label={t('cropBoard')} framed />
            <figcaption className={styles.caption}>{t('board')}</figcaption>
          </figure>
          <figure className={styles.crop}>
            {golden === null ? (
              <p className={styles.noGolden}>{t('noGolden')}</p>
            ) : (
              <BoardCrop picture={golden} box={defect.box} label={t('cropGolden')} framed />
            )}
            <figcaption className={styles.caption}>{t('golden')}</figcaption>
          </figure>
        </div>
      )}
      <p className={styles.facts}>
        <span data-selectable="">{t('place', words)}</span>
        <span>{t('severity', { severity: t(`app:severity.${defect.severity}`) })}</span>
      </p>
      {defect.decidedBy !== null && defect.decidedAt !== null && (
        <p className={styles.decided} data-selectable="">
          {t('decided', {
            what: t(`app:verification.${defect.verification}`),
            who: defect.decidedBy.name,
            when: new Intl.DateTimeFormat(i18n.language, { hour: '2-digit', minute: '2-digit' }).format(
              new Date(defect.decidedAt),
            ),
          })}
          {defect.reason !== '' && ` · ${reasonText(t, defect.reason)}`}
          {defect.note !== '' && ` · “${defect.note}”`}
        </p>
      )}
    </div>
  );
}
