import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../app/client.ts';
import { useDenial } from '../../app/use-permission.ts';
import { useWorkspace } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import styles from './audit.module.css';
import type { Chain } from './chain.ts';

interface KeyEpochsProps {
  readonly chain: Chain;
  readonly onChanged: () => void;
}

/** Every key that has signed this log, how each was handed over, and the way to the next one. */
export function KeyEpochs({ chain, onChanged }: KeyEpochsProps) {
  const { t, i18n } = useTranslation('audit');
  const denied = useDenial('key.change');
  const [asks, setAsks] = useState(false);
  const day = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium' });
  return (
    <section>
      <h2>{t('keys.title')}</h2>
      <p className={styles.quiet}>{t('keys.text')}</p>
      <ol className={styles.epochs}>
        {chain.epochs.map(({ number, startedAt, startedSeq, handOver, vkey }) => (
          <li key={number} data-lost={handOver === 'lost' || undefined}>
            <span>
              {t('keys.epoch', { number, day: day.format(new Date(startedAt)), seq: startedSeq })}{' '}
              <span className={styles.quiet}>{t(`keys.${handOver}`)}</span>
            </span>
            <code data-selectable="">{vkey}</code>
          </li>
        ))}
      </ol>
      <Button
        icon={<KeyRound />}
        disabled={denied !== null}
        focusableWhenDisabled
        title={denied ?? undefined}
        onClick={() => setAsks(true)}
      >
        {t('keys.next')}
      </Button>
      {asks && <NextKey lost={chain.problem !== null} onClose={() => setAsks(false)} onChanged={onChanged} />}
    </section>
  );
}

interface NextKeyProps {
  /** The present key cannot sign for the next one. */
  readonly lost: boolean;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}

function NextKey({ lost, onClose, onChanged }: NextKeyProps) {
  const { t } = useTranslation('audit');
  const { client, notices, sayFailure } = useWorkspace();
  const [busy, setBusy] = useState(false);
  const begin = async () => {
    setBusy(true);
    const reply = await ask(() => client.audit.rotateKey({ lost }));
    setBusy(false);
    if (!reply.ok) return sayFailure(reply.error);
    notices.say({ id: 'audit.key', tone: 'pass', title: t('keys.begun') });
    onClose();
    onChanged();
  };
  return (
    <FormDialog
      onClose={onClose}
      title={t('keys.next')}
      description={t(lost ? 'keys.nextLost' : 'keys.nextText')}
      closeLabel={t('app:cancel')}
      others={<Button onClick={onClose}>{t('app:cancel')}</Button>}
      submit={t(lost ? 'keys.beginLost' : 'keys.begin')}
      variant={lost ? 'danger' : 'primary'}
      disabled={busy}
      onSubmit={() => void begin()}
    />
  );
}
