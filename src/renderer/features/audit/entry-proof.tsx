import { FileCheck } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Answer, ask, type StationClient } from '../../app/client.ts';
import { useReveal } from '../../app/use-reveal.ts';
import { useWorkspace } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Fact, Facts } from '../../ui/facts.tsx';
import styles from './audit.module.css';

type Proof = NonNullable<Answer<StationClient['audit']['proof']>>;

/** Saves the proof that an entry is in the signed log, and says what it proves. */
export function EntryProof({ seq }: { readonly seq: number }) {
  const { t } = useTranslation('audit');
  const { client, sayFailure } = useWorkspace();
  const reveal = useReveal();
  const [busy, setBusy] = useState(false);
  const [proof, setProof] = useState<Proof | null>(null);
  const save = async () => {
    setBusy(true);
    const reply = await ask(() => client.audit.proof({ seq }));
    setBusy(false);
    if (!reply.ok) return sayFailure(reply.error);
    if (reply.value !== null) setProof(reply.value);
  };
  return (
    <section className={styles.proof} aria-labelledby={`proof-of-${seq}`}>
      <h3 id={`proof-of-${seq}`}>{t('proof.title')}</h3>
      <p className={styles.quiet}>{t('proof.text')}</p>
      <Button icon={<FileCheck />} disabled={busy} onClick={() => void save()}>
        {t('proof.save')}
      </Button>
      {proof !== null && (
        <div ref={bringIntoView} role="status" className={styles.proven}>
          <p>{t('proof.proves', { seq, size: proof.size })}</p>
          <Facts>
            <Fact name={t('proof.index')}>{seq}</Fact>
            <Fact name={t('proof.size')}>{proof.size}</Fact>
            <Fact name={t('proof.root')}>
              <code>{proof.root}</code>
            </Fact>
            <Fact name={t('proof.file')}>{proof.path}</Fact>
          </Facts>
          <Button variant="quiet" onClick={() => reveal(proof.path)}>
            {t('reveal')}
          </Button>
        </div>
      )}
    </section>
  );
}

/** The entry may be longer than the window. */
const bringIntoView = (element: HTMLElement | null): void => element?.scrollIntoView({ block: 'nearest' });
