import { ArchiveRestore } from 'lucide-react';
import { useEffect, useId, useRef } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { AttemptFailure } from '../../app/attempt-failure.tsx';
import { Brand } from '../../app/brand.tsx';
import type { ReplyError } from '../../app/client.ts';
import { failureText } from '../../app/failure-text.ts';
import { useRestore } from '../../app/use-restore.ts';
import { useReveal } from '../../app/use-reveal.ts';
import { useStatus } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import styles from './entrance.module.css';
import { useNothingBehind } from './use-nothing-behind.ts';

/** The station's database cannot be read: what was kept, and the way back with a backup. */
export function DamagedStation({ failure }: { readonly failure: ReplyError }) {
  const { t } = useTranslation('identity');
  const dataDir = useStatus(({ status }) => status?.dataDir ?? null);
  const reveal = useReveal();
  const { attempt, begin } = useRestore();
  const heading = useId();
  const first = useRef<HTMLButtonElement>(null);
  useNothingBehind();
  useEffect(() => first.current?.focus(), []);
  const { title } = failureText(t, failure);
  return createPortal(
    <div data-entrance="" className={styles.entrance}>
      <div role="alertdialog" aria-modal="true" aria-labelledby={heading} className={styles.card}>
        <header className={styles.header}>
          <Brand />
        </header>
        <h1 id={heading} className={styles.title}>
          {title}
        </h1>
        <p>{t('damaged.kept')}</p>
        <p className={styles.text}>{t('damaged.restore')}</p>
        <AttemptFailure attempt={attempt} />
        <div className={styles.actions}>
          <Button
            ref={first}
            variant="primary"
            icon={<ArchiveRestore />}
            disabled={attempt.busy}
            focusableWhenDisabled
            onClick={begin}
          >
            {attempt.busy ? t('damaged.busy') : t('damaged.action')}
          </Button>
        </div>
        {dataDir !== null && (
          <footer className={styles.footer}>
            <Button variant="quiet" onClick={() => reveal(dataDir)}>
              {t('damaged.folder')}
            </Button>
          </footer>
        )}
        <p className={styles.text}>
          <code data-selectable="">{failure.code}</code> {dataDir !== null && <span data-selectable="">{dataDir}</span>}
        </p>
      </div>
    </div>,
    document.body,
  );
}
