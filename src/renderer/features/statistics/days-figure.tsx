import { useTranslation } from 'react-i18next';
import { Bar, CartesianGrid, ComposedChart, Line, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { useSettings } from '../../app/workspace-context.tsx';
import { Table } from '../../ui/table.tsx';
import { shareTicks } from './axis-ticks.ts';
import { ChartTooltip } from './chart-tooltip.tsx';
import { Figure } from './figure.tsx';
import { numberWords, wholePercent } from './number-words.ts';
import { type Rate, smallestSample, yieldOf } from './rates.ts';
import type { DayCounts } from './summary.ts';

interface Day extends DayCounts {
  readonly n: number;
  readonly rate: Rate | null;
  /** 0..1; null where no board has a verdict, so that the line has a gap. */
  readonly yield: number | null;
}

/** How the yield went from day to day, over how many boards it is a share of. */
export function DaysFigure({ days }: { readonly days: readonly DayCounts[] }) {
  const { t, i18n } = useTranslation('statistics');
  const { percent } = numberWords(i18n.language);
  const shown = days.map((counts): Day => {
    const rate = yieldOf(counts);
    return { ...counts, n: rate?.n ?? 0, rate, yield: rate?.value ?? null };
  });
  const last = shown.at(-1);
  return (
    <Figure
      title={t('days.title')}
      text={t('days.text', { least: smallestSample, most: Math.max(0, ...shown.map(({ n }) => n)) })}
      summary={last?.rate ? `${last.day}: ${percent(last.rate.value)}` : t('days.title')}
      chart={<DaysChart days={shown} />}
      table={<DaysTable days={shown} />}
    />
  );
}

/** Local days are calendar days: noon keeps them where they are in every time zone. */
const dayFormat = (locale: string, style: Intl.DateTimeFormatOptions) => {
  const format = new Intl.DateTimeFormat(locale, style);
  return (day: string) => format.format(new Date(`${day}T12:00:00`));
};

function DaysChart({ days }: { readonly days: readonly Day[] }) {
  const { t, i18n } = useTranslation('statistics');
  const { count, percent } = numberWords(i18n.language);
  const short = dayFormat(i18n.language, { day: 'numeric', month: 'short' });
  const whole = wholePercent(i18n.language);
  const scale = useSettings(({ values }) => values.scale);
  const shares = shareTicks(Math.min(...days.flatMap((day) => day.yield ?? []), 0.9));
  return (
    <ResponsiveContainer width="100%" height="100%">
      <ComposedChart data={[...days]} margin={{ top: 8, right: 8, bottom: 0, left: 0 }} accessibilityLayer={false}>
        <CartesianGrid yAxisId="yield" vertical={false} stroke="var(--edge)" />
        <XAxis
          dataKey="day"
          tickFormatter={short}
          tickLine={false}
          axisLine={{ stroke: 'var(--edge-strong)' }}
          minTickGap={24}
        />
        <YAxis
          yAxisId="yield"
          domain={[shares[0] ?? 0, 1]}
          ticks={[...shares]}
          tickFormatter={whole}
          tickLine={false}
          axisLine={false}
          width={56 * scale}
        />
        {/* The bars stay in the lower third, under the line; how many they are is said above. */}
        <YAxis yAxisId="n" hide orientation="right" width={0} domain={[0, (most: number) => most * 3]} />
        <Tooltip
          cursor={{ fill: 'var(--hover)' }}
          content={({ payload }) => {
            const day = payload?.[0]?.payload as Day | undefined;
            return (
              day && (
                <ChartTooltip
                  title={short(day.day)}
                  lines={[
                    `${t('days.n')}: ${count(day.n)}`,
                    day.rate === null || day.rate.thin
                      ? t('thin', { hits: count(day.pass), n: count(day.n) })
                      : `${t('days.yield')}: ${percent(day.rate.value)} (${t('interval', {
                          low: percent(day.rate.low),
                          high: percent(day.rate.high),
                        })})`,
                  ]}
                />
              )
            );
          }}
        />
        <Bar
          yAxisId="n"
          dataKey="n"
          name={t('days.n')}
          fill="var(--edge-strong)"
          fillOpacity={0.5}
          maxBarSize={32}
          isAnimationActive={false}
        />
        <Line
          yAxisId="yield"
          dataKey="yield"
          name={t('days.yield')}
          stroke="var(--pass)"
          strokeWidth={2}
          isAnimationActive={false}
          dot={({ key, cx, cy, payload }) => (
            <circle
              key={key}
              cx={cx}
              cy={cy}
              r={cy === null ? 0 : 3}
              fill={(payload as Day).rate?.thin ? 'var(--panel)' : 'var(--pass)'}
              stroke="var(--pass)"
            />
          )}
        />
      </ComposedChart>
    </ResponsiveContainer>
  );
}

function DaysTable({ days }: { readonly days: readonly Day[] }) {
  const { t, i18n } = useTranslation('statistics');
  const { count, percent } = numberWords(i18n.language);
  const long = dayFormat(i18n.language, { dateStyle: 'medium' });
  return (
    <Table
      label={t('days.title')}
      rows={days.toReversed()}
      rowKey={({ day }) => day}
      columns={[
        { id: 'day', header: t('days.day'), cell: ({ day }) => long(day) },
        { id: 'pass', header: t('days.pass'), align: 'end', cell: ({ pass }) => count(pass) },
        { id: 'fail', header: t('days.fail'), align: 'end', cell: ({ fail }) => count(fail) },
        {
          id: 'yield',
          header: t('days.yield'),
          align: 'end',
          cell: ({ rate, pass, n }) => {
            if (rate === null) return t('none');
            return rate.thin ? t('thin', { hits: count(pass), n: count(n) }) : percent(rate.value);
          },
        },
      ]}
    />
  );
}
