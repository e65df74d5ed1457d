import { useTranslation } from 'react-i18next';
import { FailureState } from '../../app/failure-state.tsx';
import { useAnswer } from '../../app/use-answer.ts';
import { useNavigation, useStation } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import styles from './central.module.css';
import { CentralBucket } from './central-bucket.tsx';
import { CentralSignIn } from './central-sign-in.tsx';
import { ReceivedModels } from './received-models.tsx';
import { RefusedList } from './refused-list.tsx';

/** The central service: where it is, who signs in with it, and what came down from it. */
export function CentralSection() {
  const { t } = useTranslation('central');
  const client = useStation();
  const go = useNavigation((navigation) => navigation.go);
  const connection = useAnswer('sync.connection', () => client.sync.connection({}));
  if (connection.state === 'failed') return <FailureState error={connection.error} retry={connection.reload} />;
  if (connection.state === 'loading') return <Skeleton label={t('loading')} rows={3} />;
  const { target, token, refused, bucket, bucketByFile } = connection.value;
  return (
    <div className={styles.central}>
      <section className={styles.block} aria-labelledby="central-connection">
        <h3 id="central-connection">{t('connection')}</h3>
        <p>
          {target === null ? t('off') : t('on', { url: target.url })}
          {target !== null && <span className={styles.quiet}>{t(`token.${token}`)}</span>}
        </p>
        <Button onClick={() => go('sync')}>{t(target === null ? 'connect' : 'openSync')}</Button>
      </section>
      {target !== null && <CentralBucket bucket={bucket} byFile={bucketByFile} onChanged={connection.reload} />}
      <CentralSignIn url={target?.url ?? null} />
      {target !== null && <ReceivedModels />}
      {target !== null && <RefusedList refused={refused} />}
    </div>
  );
}
