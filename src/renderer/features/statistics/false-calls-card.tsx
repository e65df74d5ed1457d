import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { typeName } from '../../app/type-name.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { numberWords } from './number-words.ts';
import { RateBar } from './rate-bar.tsx';
import { decided, falseCallRate, smallestSample } from './rates.ts';
import styles from './statistics.module.css';
import type { Summary } from './summary.ts';

type By = 'type' | 'part' | 'model';

interface FalseCallsCardProps {
  readonly summary: Pick<Summary, 'types' | 'parts' | 'models'>;
}

/** Where the model cries wolf: the share of marks that people rejected, worst first. */
export function FalseCallsCard({ summary }: FalseCallsCardProps) {
  const { t, i18n } = useTranslation('statistics');
  const { count, percent } = numberWords(i18n.language);
  const id = useId();
  const [by, setBy] = useState<By>('type');
  const named = {
    type: summary.types.map((counts) => ({ ...counts, name: typeName(t, counts.type) })),
    part: summary.parts.map((counts) => ({ ...counts, name: counts.part || t('rates.unknown') })),
    model: summary.models.map((counts) => ({ ...counts, name: counts.model })),
  }[by];
  const rows = named
    .map((counts) => ({ name: counts.name, hits: counts.falseCalls, n: decided(counts), rate: falseCallRate(counts) }))
    .filter(({ n }) => n > 0)
    .toSorted((a, b) => sortable(b.rate) - sortable(a.rate) || b.n - a.n);
  const full = Math.max(0.1, ...rows.flatMap(({ rate }) => (rate && !rate.thin ? [rate.high] : [])));
  const thin = rows.some(({ rate }) => rate?.thin);
  return (
    <section className={styles.card} aria-labelledby={id}>
      <header className={styles.cardHeader}>
        <h2 id={id}>{t('rates.title')}</h2>
        <Segmented
          label={t('rates.by')}
          value={by}
          onChange={setBy}
          options={(['type', 'part', 'model'] as const).map((value) => ({ value, label: t(`rates.${value}`) }))}
        />
      </header>
      {rows.length === 0 ? (
        <p className={styles.quiet}>{t('rates.empty')}</p>
      ) : (
        <table className={styles.rates} aria-labelledby={id}>
          <thead>
            <tr>
              <th scope="col">{t(`rates.${by}`)}</th>
              <th scope="col" className={styles.number}>
                {t('rates.decided')}
              </th>
              <th scope="col" className={styles.number}>
                {t('rates.rate')}
              </th>
              <td />
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, hits, n, rate }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td className={styles.number}>{count(n)}</td>
                {rate && !rate.thin ? (
                  <>
                    <td className={styles.number}>{percent(rate.value)}</td>
                    <td className={styles.barCell}>
                      <RateBar rate={rate} full={full} />
                    </td>
                  </>
                ) : (
                  <td className={styles.thin} colSpan={2}>
                    {t('thin', { hits: count(hits), n: count(n) })}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {rows.length > 0 && (
        <p className={styles.quiet}>
          {t('intervalWhy')} {thin && t('thinWhy', { least: smallestSample })}
        </p>
      )}
    </section>
  );
}

/** Rates that cannot be told come last. */
const sortable = (rate: ReturnType<typeof falseCallRate>): number => (rate === null || rate.thin ? -1 : rate.value);
