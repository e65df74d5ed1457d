import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Table } from '../../ui/table.tsx';
import { numberWords } from './number-words.ts';
import { falseCallRate, type Rate, yieldOf } from './rates.ts';
import { shiftTimes } from './shift-words.ts';
import styles from './statistics.module.css';
import type { ShiftCounts } from './summary.ts';

interface ShiftsCardProps {
  readonly shifts: readonly ShiftCounts[];
  /** Minutes after local midnight, ascending. */
  readonly starts: readonly number[];
}

export function ShiftsCard({ shifts, starts }: ShiftsCardProps) {
  const { t, i18n } = useTranslation('statistics');
  const { count, percent } = numberWords(i18n.language);
  const id = useId();
  const worded = (rate: Rate | null, hits: number) => {
    if (rate === null) return t('none');
    return rate.thin ? t('thin', { hits: count(hits), n: count(rate.n) }) : percent(rate.value);
  };
  return (
    <section className={styles.card} aria-labelledby={id}>
      <header className={styles.cardHeader}>
        <h2 id={id}>{t('shifts.title')}</h2>
      </header>
      {shifts.length === 0 ? (
        <p className={styles.quiet}>{t('shifts.empty')}</p>
      ) : (
        <Table
          label={t('shifts.title')}
          rows={shifts}
          rowKey={({ shift }) => String(shift)}
          columns={[
            {
              id: 'shift',
              header: t('shifts.shift'),
              cell: ({ shift }) => t('shifts.from', shiftTimes(starts, shift, i18n.language)),
            },
            {
              id: 'boards',
              header: t('shifts.boards'),
              align: 'end',
              cell: ({ pass, fail, undecided }) => count(pass + fail + undecided),
            },
            {
              id: 'yield',
              header: t('shifts.yield'),
              align: 'end',
              cell: (counts) => worded(yieldOf(counts), counts.pass),
            },
            {
              id: 'falseCalls',
              header: t('shifts.falseCalls'),
              align: 'end',
              cell: (counts) => worded(falseCallRate(counts), counts.falseCalls),
            },
          ]}
        />
      )}
    </section>
  );
}
