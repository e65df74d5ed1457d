import { useId, useState } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { Brand } from '../../app/brand.tsx';
import type { Session } from '../../app/session-store.ts';
import { useSettings } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import styles from './entrance.module.css';
import { OwnPassword } from './own-password.tsx';
import { RecoveryForm } from './recovery-form.tsx';
import { SignIn } from './sign-in.tsx';
import { useNothingBehind } from './use-nothing-behind.ts';

/**
 * Stands before the whole window while nobody may see it. Behind a locked session everything stays as it is, and
 * nothing of it can be read, reached or heard.
 */
export function Entrance({ session }: { readonly session: Session }) {
  const { t } = useTranslation('identity');
  const station = useSettings(({ values }) => values.station);
  const [recovers, setRecovers] = useState(false);
  const heading = useId();
  useNothingBehind();
  const { state, passwordExpired } = session;
  const title = passwordExpired && state === 'signed_in' ? 'expired' : recovers ? 'recovery' : state;
  return createPortal(
    <div data-entrance="" className={styles.entrance}>
      <div role="dialog" aria-modal="true" aria-labelledby={heading} className={styles.card}>
        <header className={styles.header}>
          <Brand />
          <span className={styles.station}>{station}</span>
        </header>
        <h1 id={heading} className={styles.title}>
          {t(`title.${title}`)}
        </h1>
        {title === 'expired' ? (
          <OwnPassword />
        ) : recovers ? (
          <RecoveryForm onBack={() => setRecovers(false)} />
        ) : (
          <>
            <SignIn key={session.person?.id ?? ''} session={session} />
            <footer className={styles.footer}>
              <Button variant="quiet" onClick={() => setRecovers(true)}>
                {t('forgotten')}
              </Button>
            </footer>
          </>
        )}
      </div>
    </div>,
    document.body,
  );
}
