import { useTranslation } from 'react-i18next';
import { thumbnailUrl } from '../../../ipc/image-urls.ts';
import { failureText } from '../../app/failure-text.ts';
import type { MomentFormat } from '../../app/row-moment.tsx';
import { LongName } from '../../ui/long-name.tsx';
import { GridCell } from '../../ui/row-grid.tsx';
import { SeverityMark } from '../../ui/severity-mark.tsx';
import { VerdictTag } from '../../ui/verdict-tag.tsx';
import styles from './inspection-list.module.css';
import { boardName, type InspectionRow } from './inspection-row.ts';

interface InspectionCellsProps {
  readonly row: InspectionRow;
  readonly selected: boolean;
  readonly onToggle: () => void;
  readonly format: MomentFormat;
}

/** One inspection in the list: which board, what was found, by which model, when. */
export function InspectionCells({ row, selected, onToggle, format }: InspectionCellsProps) {
  const { t } = useTranslation('history');
  const name = boardName(row) ?? t('app:noSerial');
  const origin = [row.part, row.lot].filter(Boolean).join(' · ');
  const time = new Date(row.startedAt);
  return (
    <>
      <GridCell>
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: Space in the grid does the same */}
        <label className={styles.tick} onClick={(event) => event.stopPropagation()}>
          <input
            type="checkbox"
            tabIndex={-1}
            checked={selected}
            onChange={onToggle}
            aria-label={t('select', { board: name })}
          />
        </label>
      </GridCell>
      <GridCell>
        <img className={styles.picture} src={thumbnailUrl(row.imageSha256)} alt="" loading="lazy" decoding="async" />
      </GridCell>
      <GridCell>
        <span className={styles.name}>
          <LongName text={name} />
        </span>
        <span className={styles.second} title={origin}>
          {origin}
        </span>
      </GridCell>
      <GridCell>
        <Outcome row={row} />
      </GridCell>
      <GridCell>
        <Findings row={row} />
      </GridCell>
      <GridCell>
        <span>{row.model?.version}</span>
        <span className={styles.second}>{row.model?.name}</span>
      </GridCell>
      <GridCell>
        <time dateTime={row.startedAt}>
          <span>{format.day.format(time)}</span>
          <span className={styles.second}>{format.time.format(time)}</span>
        </time>
      </GridCell>
    </>
  );
}

function Outcome({ row }: { readonly row: InspectionRow }) {
  const { t } = useTranslation('history');
  if (row.status !== 'completed') return <span className={styles.quiet}>{t(`status.${row.status}`)}</span>;
  return (
    <>
      <VerdictTag verdict={row.verdict} label={t(`app:verdict.${row.verdict ?? 'undecided'}`)} />
      {row.signedOff && <span className={styles.second}>{t('signedOff')}</span>}
    </>
  );
}

function Findings({ row }: { readonly row: InspectionRow }) {
  const { t } = useTranslation('history');
  if (row.error !== null) {
    const { title } = failureText(t, row.error);
    return (
      <span className={styles.second} title={title}>
        {title}
      </span>
    );
  }
  if (row.status !== 'completed') return null;
  return (
    <>
      <span className={styles.found}>
        {row.worstSeverity !== null && (
          <SeverityMark severity={row.worstSeverity} label={t(`app:severity.${row.worstSeverity}`)} />
        )}
        {t('defects', { count: row.defects })}
      </span>
      {row.undecided > 0 && <span className={styles.second}>{t('undecided', { count: row.undecided })}</span>}
      {row.registrationPoor && <span className={styles.warning}>{t('registrationPoor')}</span>}
    </>
  );
}
