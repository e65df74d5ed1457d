import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KnownBucket } from '../../../core/sync/bucket-access.ts';
import { AttemptFailure } from '../../app/attempt-failure.tsx';
import { useAttempt } from '../../app/use-attempt.ts';
import { useDenial } from '../../app/use-permission.ts';
import { useWorkspace } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { BucketDialog } from './bucket-dialog.tsx';
import styles from './central.module.css';
import { NotAllowed } from './not-allowed.tsx';

interface CentralBucketProps {
  /** Null: large images go by addresses of the service. */
  readonly bucket: KnownBucket | null;
  /** Whether an environment variable names other credentials, which go before these. */
  readonly byFile: boolean;
  readonly onChanged: () => void;
}

/** By which way large images go: straight to the service's bucket, or by addresses that it gives. */
export function CentralBucket({ bucket, byFile, onChanged }: CentralBucketProps) {
  const { t } = useTranslation('central');
  const denied = useDenial('setting.change');
  const [open, setOpen] = useState<'enter' | 'clear' | null>(null);
  const close = () => setOpen(null);
  const changed = () => {
    close();
    onChanged();
  };
  return (
    <section className={styles.block} aria-labelledby="central-bucket">
      <h3 id="central-bucket">{t('bucket.title')}</h3>
      <p>
        {bucket === null ? t('bucket.byService') : t('bucket.direct', { bucket: bucket.bucket })}
        {bucket !== null && (
          <span className={styles.quiet} data-selectable="">
            {t('bucket.place', {
              endpoint: bucket.endpoint ?? t('bucket.amazon'),
              region: bucket.region,
              key: bucket.accessKeyId,
            })}
          </span>
        )}
        {bucket === null && <span className={styles.quiet}>{t('bucket.hint')}</span>}
      </p>
      {byFile && <p className={styles.warning}>{t('bucket.byFile')}</p>}
      {denied !== null ? (
        <NotAllowed denied={denied} />
      ) : (
        <div className={styles.row}>
          <Button onClick={() => setOpen('enter')}>{t(bucket === null ? 'bucket.enter' : 'bucket.change')}</Button>
          {bucket !== null && (
            <Button variant="quiet" onClick={() => setOpen('clear')}>
              {t('bucket.clear')}
            </Button>
          )}
        </div>
      )}
      {open === 'enter' && <BucketDialog bucket={bucket} onClose={close} onKept={changed} />}
      {open === 'clear' && <ClearDialog onClose={close} onCleared={changed} />}
    </section>
  );
}

interface ClearDialogProps {
  readonly onClose: () => void;
  readonly onCleared: () => void;
}

function ClearDialog({ onClose, onCleared }: ClearDialogProps) {
  const { t } = useTranslation('central');
  const { client, notices } = useWorkspace();
  const attempt = useAttempt();
  const clear = async () => {
    const done = await attempt.make(() => client.sync.clearBucket({}));
    if (done === null) return;
    notices.say({ id: 'sync.bucket', tone: 'info', title: t('bucket.cleared') });
    onCleared();
  };
  return (
    <FormDialog
      onClose={onClose}
      title={t('bucket.clearTitle')}
      description={t('bucket.clearText')}
      closeLabel={t('app:cancel')}
      others={<Button onClick={onClose}>{t('app:cancel')}</Button>}
      submit={t('bucket.clearConfirm')}
      variant="danger"
      disabled={attempt.busy}
      onSubmit={() => void clear()}
    >
      <AttemptFailure attempt={attempt} />
    </FormDialog>
  );
}
