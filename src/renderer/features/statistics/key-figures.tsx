import { useTranslation } from 'react-i18next';
import { numberWords } from './number-words.ts';
import { decided, falseCallRate, type Rate, yieldOf } from './rates.ts';
import styles from './statistics.module.css';
import { realDefects, type Summary, type TypeCounts } from './summary.ts';

/** The four numbers that a quality lead looks at first, each with what it is a share of. */
export function KeyFigures({ summary }: { readonly summary: Summary }) {
  const { t, i18n } = useTranslation('statistics');
  const { count, percent, ratio } = numberWords(i18n.language);
  const { boards, types } = summary;
  const sum = (pick: (counts: TypeCounts) => number) => types.reduce((total, counts) => total + pick(counts), 0);
  const calls = {
    confirmed: sum(({ confirmed }) => confirmed),
    falseCalls: sum(({ falseCalls }) => falseCalls),
    accepted: sum(({ accepted }) => accepted),
    repaired: sum(({ repaired }) => repaired),
  };
  const inspected = boards.pass + boards.fail + boards.undecided;
  const defects = sum(realDefects);
  const shown = (rate: Rate | null) => (rate === null || rate.thin ? t('none') : percent(rate.value));
  const range = (rate: Rate | null, hits: number) => {
    if (rate === null) return '';
    if (rate.thin) return t('thin', { hits: count(hits), n: count(rate.n) });
    return t('interval', { low: percent(rate.low), high: percent(rate.high) });
  };
  const yielded = yieldOf(boards);
  const falseCalls = falseCallRate(calls);
  const figures = [
    {
      id: 'boards',
      value: count(inspected),
      hint: t('boardsHint', {
        pass: count(boards.pass),
        fail: count(boards.fail),
        undecided: count(boards.undecided),
      }),
      more: boards.notInspected > 0 ? t('notInspected', { count: boards.notInspected }) : '',
    },
    {
      id: 'yield',
      value: shown(yielded),
      hint: t('yieldHint', { n: count(boards.pass + boards.fail) }),
      more: range(yielded, boards.pass),
    },
    {
      id: 'falseCalls',
      value: shown(falseCalls),
      hint: t('falseCallsHint', { n: count(decided(calls)) }),
      more: range(falseCalls, calls.falseCalls),
    },
    {
      id: 'defects',
      value: count(defects),
      hint: t('defectsHint', { n: count(sum(({ found }) => found)) }),
      more: inspected === 0 ? '' : t('perBoard', { rate: ratio(defects / inspected) }),
    },
  ];
  return (
    <dl className={styles.figures} aria-label={t('figures')}>
      {figures.map(({ id, value, hint, more }) => (
        <div key={id} className={styles.figure}>
          <dt>{t(id)}</dt>
          <dd className={styles.value}>{value}</dd>
          <dd className={styles.quiet}>{hint}</dd>
          <dd className={styles.quiet}>{more}</dd>
        </div>
      ))}
    </dl>
  );
}
