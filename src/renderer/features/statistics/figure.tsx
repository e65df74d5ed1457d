import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Segmented } from '../../ui/segmented.tsx';
import styles from './statistics.module.css';

interface FigureProps {
  readonly title: string;
  readonly text?: string;
  /** What the chart says, for those who do not see it. */
  readonly summary: string;
  readonly chart: ReactNode;
  /** Lies over the chart: what of it can be opened, for the keyboard. */
  readonly targets?: ReactNode;
  /** The same numbers in words. */
  readonly table: ReactNode;
}

/** A chart and, one click away, its numbers as a table. */
export function Figure({ title, text, summary, chart, targets, table }: FigureProps) {
  const { t } = useTranslation('statistics');
  const id = useId();
  const [shown, show] = useState<'chart' | 'table'>('chart');
  return (
    <section className={styles.card} aria-labelledby={id}>
      <header className={styles.cardHeader}>
        <h2 id={id}>{title}</h2>
        <Segmented
          label={t('show.label', { figure: title })}
          value={shown}
          onChange={show}
          options={[
            { value: 'chart', label: t('show.chart') },
            { value: 'table', label: t('show.table') },
          ]}
        />
      </header>
      {text !== undefined && <p className={styles.quiet}>{text}</p>}
      {shown === 'chart' ? (
        <div className={styles.plot}>
          <div className={styles.chart} role="img" aria-label={summary}>
            {chart}
          </div>
          {targets}
        </div>
      ) : (
        <div className={styles.table}>{table}</div>
      )}
    </section>
  );
}
