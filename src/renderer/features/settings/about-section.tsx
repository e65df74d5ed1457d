import { useTranslation } from 'react-i18next';
import { FailureState } from '../../app/failure-state.tsx';
import { useAnswer } from '../../app/use-answer.ts';
import { useStation, useStatus } from '../../app/workspace-context.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import styles from './settings.module.css';

/** What a person who asks for help is asked for. */
export function AboutSection() {
  const { t } = useTranslation('settings');
  const station = useStation();
  const dataDir = useStatus(({ status }) => status?.dataDir);
  const info = useAnswer('application.info', () => station.application.info({}));
  if (info.state === 'failed') return <FailureState error={info.error} retry={info.reload} />;
  if (info.state === 'loading') return <Skeleton label={t('loading')} />;
  const { version, runtime, platform, versions } = info.value;
  const parts = Object.entries(versions).map(([name, number]) => `${name} ${number}`);
  const facts = [
    { name: 'version', word: version },
    { name: 'runtime', word: t(`about.${runtime}`) },
    { name: 'platform', word: platform },
    { name: 'dataDir', word: dataDir ?? '' },
    { name: 'versions', word: parts.join(', ') },
  ].filter(({ word }) => word !== '');
  return (
    <dl className={styles.facts}>
      {facts.map(({ name, word }) => (
        <div key={name}>
          <dt>{t(`about.${name}`)}</dt>
          <dd data-selectable="">{word}</dd>
        </div>
      ))}
    </dl>
  );
}
