import { ChartColumn } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FailureState } from '../../app/failure-state.tsx';
import type { Filter } from '../../app/navigation.ts';
import { useAnswer } from '../../app/use-answer.ts';
import { useNavigation, useSettings, useStation } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { Progress } from '../../ui/progress.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { DaysFigure } from './days-figure.tsx';
import { FalseCallsCard } from './false-calls-card.tsx';
import { KeyFigures } from './key-figures.tsx';
import { NarrowFigures } from './narrow-figures.tsx';
import { ParetoFigure } from './pareto-figure.tsx';
import { type Period, periods, spanOf } from './period.ts';
import { ShiftsCard } from './shifts-card.tsx';
import styles from './statistics.module.css';
import type { Summary } from './summary.ts';
import { useCountedShare } from './use-counted-share.ts';
import { useFreshFigures } from './use-fresh-figures.ts';

const everything: Filter = {};

/** Yield, defects and false calls over a span of days. */
export function StatisticsView() {
  const { t } = useTranslation('statistics');
  const station = useStation();
  const go = useNavigation((navigation) => navigation.go);
  const narrowed =
    useNavigation(({ place }) => (place.view === 'statistics' ? place.params.filter : undefined)) ?? everything;
  const shiftStarts = useSettings(({ values }) => values.shiftStarts);
  const [period, setPeriod] = useState<Period>('month');
  const now = new Date();
  const filter: Filter = { ...narrowed, ...spanOf(period, now) };
  const question = { filter, utcOffsetMinutes: -now.getTimezoneOffset(), shiftStarts: [...shiftStarts] };
  const tookMs = useRef(0);
  const summary = useAnswer(JSON.stringify(question), async () => {
    const asked = performance.now();
    const reply = await station.statistics.summary(question);
    tookMs.current = performance.now() - asked;
    return reply;
  });
  useFreshFigures(summary.reload, tookMs);
  const share = useCountedShare(summary.state === 'loading');

  return (
    <Page
      title={t('title')}
      controls={
        <Segmented
          label={t('period.label')}
          value={period}
          onChange={setPeriod}
          options={periods.map((value) => ({ value, label: t(`period.${value}`) }))}
        />
      }
    >
      <NarrowFigures filter={narrowed} onChange={(next) => go('statistics', { filter: next })} />
      {summary.state === 'failed' ? (
        <FailureState error={summary.error} retry={summary.reload} />
      ) : summary.state === 'loading' ? (
        <>
          {share !== null && <Progress label={t('loading')} value={share} />}
          <Skeleton label={t('loading')} rows={8} />
        </>
      ) : isEmpty(summary.value) ? (
        <EmptyState icon={<ChartColumn />} title={t('empty.title')} text={t('empty.text')}>
          <Button
            onClick={() => {
              setPeriod('all');
              go('statistics', {});
            }}
          >
            {t('empty.all')}
          </Button>
        </EmptyState>
      ) : (
        <div className={styles.body} aria-busy={summary.stale}>
          <KeyFigures summary={summary.value} />
          <div className={styles.cards}>
            <ParetoFigure
              types={summary.value.types}
              onOpen={(type) => go('history', { filter: { ...filter, type } })}
            />
            <DaysFigure days={summary.value.days} />
            <FalseCallsCard summary={summary.value} />
            <ShiftsCard shifts={summary.value.shifts} starts={shiftStarts} />
          </div>
        </div>
      )}
    </Page>
  );
}

const isEmpty = ({ boards: { pass, fail, undecided, notInspected } }: Summary): boolean =>
  pass + fail + undecided + notInspected === 0;
