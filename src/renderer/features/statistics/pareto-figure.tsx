import { useTranslation } from 'react-i18next';
import { Bar, CartesianGrid, ComposedChart, Line, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { typeName } from '../../app/type-name.ts';
import { useSettings } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Table } from '../../ui/table.tsx';
import { countTicks } from './axis-ticks.ts';
import { BarName } from './bar-name.tsx';
import { ChartTooltip } from './chart-tooltip.tsx';
import { Figure } from './figure.tsx';
import { numberWords, wholePercent } from './number-words.ts';
import { type ParetoBar, pareto } from './pareto.ts';
import styles from './statistics.module.css';
import { realDefects, type TypeCounts } from './summary.ts';

interface ParetoFigureProps {
  readonly types: readonly TypeCounts[];
  /** Shows the boards that have this type. */
  readonly onOpen: (type: string) => void;
}

/** Which few types make most of the defects: bars, with the cumulative share as a line. */
export function ParetoFigure({ types, onOpen }: ParetoFigureProps) {
  const { t } = useTranslation('statistics');
  const bars = pareto(types.map((counts) => ({ type: counts.type, count: realDefects(counts) })));
  const { percent } = useNumbers();
  return (
    <Figure
      title={t('pareto.title')}
      text={t('pareto.text')}
      summary={bars.map(({ type, share }) => `${typeName(t, type)} ${percent(share)}`).join(', ') || t('pareto.empty')}
      chart={bars.length === 0 ? <p>{t('pareto.empty')}</p> : <ParetoChart bars={bars} onOpen={onOpen} />}
      targets={<ParetoTargets bars={bars} onOpen={onOpen} />}
      table={<ParetoTable bars={bars} onOpen={onOpen} />}
    />
  );
}

/** Widths of the axes on both sides of the bars, CSS pixels at 100 %. */
const countAxis = 48;
const shareAxis = 56;
/** Height of two lines below them. */
const nameAxis = 40;

const useNumbers = () => numberWords(useTranslation('statistics').i18n.language);

interface BarsProps {
  readonly bars: readonly ParetoBar[];
  readonly onOpen: (type: string) => void;
}

function ParetoChart({ bars, onOpen }: BarsProps) {
  const { t, i18n } = useTranslation('statistics');
  const scale = useSettings(({ values }) => values.scale);
  const total = bars.reduce((sum, bar) => sum + bar.count, 0);
  const { count, percent } = useNumbers();
  return (
    <ResponsiveContainer width="100%" height="100%">
      <ComposedChart data={[...bars]} margin={{ top: 8, right: 0, bottom: 0, left: 0 }} accessibilityLayer={false}>
        <CartesianGrid yAxisId="share" vertical={false} stroke="var(--edge)" />
        <XAxis
          dataKey="type"
          tick={({ x, y, payload, width, visibleTicksCount }) => (
            <BarName
              words={typeName(t, String(payload.value))}
              x={Number(x)}
              y={Number(y)}
              step={Number(width) / visibleTicksCount}
              scale={scale}
            />
          )}
          height={nameAxis * scale}
          tickLine={false}
          axisLine={{ stroke: 'var(--edge-strong)' }}
          interval={0}
        />
        <YAxis
          yAxisId="count"
          tickFormatter={count}
          tickLine={false}
          axisLine={false}
          allowDecimals={false}
          // Both axes end at all defects, so that the line begins on top of the first bar.
          domain={[0, total]}
          ticks={[...countTicks(total)]}
          width={countAxis * scale}
        />
        <YAxis
          yAxisId="share"
          orientation="right"
          domain={[0, 1]}
          ticks={[0, 0.25, 0.5, 0.75, 1]}
          tickFormatter={wholePercent(i18n.language)}
          tickLine={false}
          axisLine={false}
          width={shareAxis * scale}
        />
        <Tooltip
          cursor={{ fill: 'var(--hover)' }}
          content={({ payload }) => {
            const bar = payload?.[0]?.payload as ParetoBar | undefined;
            return (
              bar && (
                <ChartTooltip
                  title={typeName(t, bar.type)}
                  lines={[
                    `${t('pareto.count')}: ${count(bar.count)} (${percent(bar.share)})`,
                    `${t('pareto.cumulative')}: ${percent(bar.cumulative)}`,
                  ]}
                />
              )
            );
          }}
        />
        <Bar
          yAxisId="count"
          dataKey="count"
          name={t('pareto.count')}
          fill="var(--accent)"
          maxBarSize={64}
          cursor="pointer"
          isAnimationActive={false}
          onClick={({ payload }) => onOpen((payload as ParetoBar).type)}
        />
        <Line
          yAxisId="share"
          dataKey="cumulative"
          name={t('pareto.cumulative')}
          stroke="var(--warn)"
          strokeWidth={2}
          dot={{ r: 3.5, fill: 'var(--panel)', stroke: 'var(--warn)' }}
          isAnimationActive={false}
        />
      </ComposedChart>
    </ResponsiveContainer>
  );
}

/** The bars once more, for those who have no pointer: each as wide as its place on the axis. */
function ParetoTargets({ bars, onOpen }: BarsProps) {
  const { t } = useTranslation('statistics');
  const scale = useSettings(({ values }) => values.scale);
  const { count, percent } = useNumbers();
  return (
    <div className={styles.targets} style={{ left: countAxis * scale, right: shareAxis * scale }}>
      {bars.map(({ type, count: defects, share }) => (
        <button
          key={type}
          type="button"
          aria-label={t('pareto.openBar', { type: typeName(t, type), count: count(defects), share: percent(share) })}
          onClick={() => onOpen(type)}
        />
      ))}
    </div>
  );
}

function ParetoTable({ bars, onOpen }: BarsProps) {
  const { t } = useTranslation('statistics');
  const { count, percent } = useNumbers();
  return (
    <Table
      label={t('pareto.title')}
      rows={bars}
      rowKey={({ type }) => type}
      columns={[
        {
          id: 'type',
          header: t('pareto.type'),
          cell: ({ type }) => (
            <Button
              variant="quiet"
              aria-label={t('pareto.open', { type: typeName(t, type) })}
              onClick={() => onOpen(type)}
            >
              {typeName(t, type)}
            </Button>
          ),
        },
        { id: 'count', header: t('pareto.count'), align: 'end', cell: (bar) => count(bar.count) },
        { id: 'share', header: t('pareto.share'), align: 'end', cell: ({ share }) => percent(share) },
        { id: 'cumulative', header: t('pareto.cumulative'), align: 'end', cell: (bar) => percent(bar.cumulative) },
      ]}
    />
  );
}
