import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KnownBucket } from '../../../core/sync/bucket-access.ts';
import { AttemptFailure } from '../../app/attempt-failure.tsx';
import { useAttempt } from '../../app/use-attempt.ts';
import { useWorkspace } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './central.module.css';

interface BucketDialogProps {
  /** What there is; null: none yet. */
  readonly bucket: KnownBucket | null;
  readonly onClose: () => void;
  readonly onKept: () => void;
}

const usualRegion = 'us-east-1';
/** A bucket's name has three letters at least. */
const shortestName = 3;

/** Credentials for the service's bucket. The station tries them and keeps them; the secret is always typed anew. */
export function BucketDialog({ bucket, onClose, onKept }: BucketDialogProps) {
  const { t } = useTranslation('central');
  const { client, notices } = useWorkspace();
  const [name, setName] = useState(bucket?.bucket ?? '');
  const [endpoint, setEndpoint] = useState(bucket?.endpoint ?? '');
  const [region, setRegion] = useState(bucket?.region ?? usualRegion);
  const [keyId, setKeyId] = useState(bucket?.accessKeyId ?? '');
  const [secret, setSecret] = useState('');
  const first = useRef<HTMLInputElement>(null);
  const attempt = useAttempt();
  const hasPlace = endpoint.trim() === '' || isAddress(endpoint);
  const isWhole =
    name.trim().length >= shortestName && hasPlace && [region, keyId, secret].every((text) => text.trim() !== '');
  const keep = async () => {
    const access = {
      endpoint: endpoint.trim() === '' ? null : endpoint.trim(),
      region: region.trim(),
      bucket: name.trim(),
      accessKeyId: keyId.trim(),
      secretAccessKey: secret.trim(),
    };
    const done = await attempt.make(() => client.sync.setBucket(access));
    if (done === null) return;
    notices.say({ id: 'sync.bucket', tone: 'pass', title: t('bucket.kept', { bucket: access.bucket }) });
    onKept();
  };
  return (
    <FormDialog
      onClose={onClose}
      title={t('bucket.dialog')}
      description={t('bucket.text')}
      closeLabel={t('app:cancel')}
      initialFocus={first}
      others={<Button onClick={onClose}>{t('app:cancel')}</Button>}
      submit={t('bucket.keep')}
      disabled={!isWhole || attempt.busy}
      onSubmit={() => void keep()}
    >
      <TextField
        label={t('bucket.name')}
        inputRef={first}
        maxLength={255}
        value={name}
        onChange={attempt.typed(setName)}
      />
      <TextField
        label={t('bucket.endpoint')}
        hint={t('bucket.endpointHint')}
        error={hasPlace ? undefined : t('bucket.endpointWrong')}
        maxLength={500}
        value={endpoint}
        onChange={attempt.typed(setEndpoint)}
      />
      <TextField label={t('bucket.region')} maxLength={60} value={region} onChange={attempt.typed(setRegion)} />
      <TextField label={t('bucket.keyId')} maxLength={200} value={keyId} onChange={attempt.typed(setKeyId)} />
      <TextField
        label={t('bucket.secret')}
        hint={t('bucket.secretHint')}
        type="password"
        maxLength={500}
        value={secret}
        onChange={attempt.typed(setSecret)}
      />
      <p role="status" className={styles.quiet}>
        {attempt.busy && t('bucket.trying')}
      </p>
      <AttemptFailure attempt={attempt} />
    </FormDialog>
  );
}

/** The station decides; the window only says it early. */
const isAddress = (text: string): boolean => /^https?:\/\/./.test(text.trim()) && URL.canParse(text.trim());
