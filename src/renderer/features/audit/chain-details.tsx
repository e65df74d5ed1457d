import { useTranslation } from 'react-i18next';
import { FailureState } from '../../app/failure-state.tsx';
import { failureText } from '../../app/failure-text.ts';
import { type Loaded, useAnswer } from '../../app/use-answer.ts';
import { useStation } from '../../app/workspace-context.tsx';
import { Fact, Facts } from '../../ui/facts.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import styles from './audit.module.css';
import type { Chain } from './chain.ts';
import { KeyEpochs } from './key-epochs.tsx';

/** What the log's state rests on: its newest checkpoint, its keys, and where it was set back. `size`: entries now. */
export function ChainDetails({ size }: { readonly size: number }) {
  const { t } = useTranslation('audit');
  const client = useStation();
  const chain: Loaded<Chain> & { readonly reload: () => void } = useAnswer(`audit.state ${size}`, () =>
    client.audit.state({}),
  );
  if (chain.state === 'failed') return <FailureState error={chain.error} retry={chain.reload} />;
  if (chain.state === 'loading') return <Skeleton label={t('chain.loading')} rows={3} />;
  const { value } = chain;
  return (
    <div className={styles.chainDetails}>
      <section>
        <h2>{t('chain.signed')}</h2>
        <Signed chain={value} />
      </section>
      <KeyEpochs chain={value} onChanged={chain.reload} />
      {value.rollbacks.length > 0 && <Rollbacks rollbacks={value.rollbacks} />}
    </div>
  );
}

function Signed({ chain }: { readonly chain: Chain }) {
  const { t, i18n } = useTranslation('audit');
  const { checkpoint, notSigned, notWitnessed, problem, size } = chain;
  const time = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'medium' });
  return (
    <>
      <Facts>
        <Fact name={t('chain.checkpoint')}>
          {checkpoint === null
            ? t('chain.noCheckpoint')
            : t('chain.checkpointAt', { count: checkpoint.size, time: time.format(new Date(checkpoint.time)) })}
        </Fact>
        <Fact name={t('chain.notSigned')}>
          {notSigned === 0 ? t('chain.allSigned') : t('state.size', { count: notSigned })}
        </Fact>
        <Fact name={t('chain.notWitnessed')}>
          {notWitnessed === size ? t('chain.noWitness') : t('state.size', { count: notWitnessed })}
        </Fact>
        <Fact name={t('verify.root')}>
          <code>{checkpoint?.root ?? chain.root}</code>
        </Fact>
      </Facts>
      {problem !== null && <Problem problem={problem} />}
    </>
  );
}

function Problem({ problem }: { readonly problem: NonNullable<Chain['problem']> }) {
  const { t } = useTranslation('audit');
  const { title, kept, next } = failureText(t, problem);
  return (
    <p className={styles.problem} role="alert">
      <strong>{title}</strong> {kept} {next} <code>{problem.code}</code>
    </p>
  );
}

function Rollbacks({ rollbacks }: Pick<Chain, 'rollbacks'>) {
  const { t, i18n } = useTranslation('audit');
  const time = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <section>
      <h2>{t('chain.rollbacks')}</h2>
      <ul className={styles.rollbacks}>
        {rollbacks.map(({ seq, time: noticed, lostFrom, lostTo }) => (
          <li key={seq}>
            {t('chain.rollback', { seq, from: lostFrom, to: lostTo - 1, time: time.format(new Date(noticed)) })}
          </li>
        ))}
      </ul>
    </section>
  );
}
