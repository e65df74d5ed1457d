import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../app/client.ts';
import type { Board } from '../../app/review-store.ts';
import { useCommand, useCommandKeys } from '../../app/use-command.ts';
import { useImports, useReview, useStation, useWorkspace } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import { VerdictTag } from '../../ui/verdict-tag.tsx';
import { ReopenDialog } from './reopen-dialog.tsx';
import styles from './sign-off.module.css';
import { signingReason } from './signing-reason.ts';

/** The verdict that a sign-off gives now and why; after it, who gave it and the way back. */
export function SignOff({ board }: { readonly board: Board }) {
  if (board.signedOff !== null) return <SignedOff board={board} />;
  if (board.status === 'failed') return <InspectAgain board={board} />;
  return <Signing board={board} />;
}

function Signing({ board }: { readonly board: Board }) {
  const { t, i18n } = useTranslation('defects');
  const keys = useCommandKeys('review.signOff');
  const busy = useReview((state) => state.busy);
  const signOff = useReview((state) => state.signOff);
  const { signing } = board.implied;
  const refused = signing.refused !== null;
  return (
    <div className={styles.signOff} data-verdict={refused ? 'refused' : signing.verdict}>
      <p className={styles.why} id="sign-off-why" aria-live="polite">
        {signingReason(board, t, i18n.language)}
      </p>
      <Button
        wide
        keys={keys}
        disabled={refused || busy}
        focusableWhenDisabled
        aria-describedby="sign-off-why"
        onClick={() => void signOff()}
      >
        <span className={styles.label}>
          {t('commands:review.signOff')}
          {!refused && (
            <span aria-hidden="true">
              <VerdictTag verdict={signing.verdict} label={t(`app:verdict.${signing.verdict}`)} />
            </span>
          )}
        </span>
      </Button>
    </div>
  );
}

function SignedOff({ board }: { readonly board: Board }) {
  const { t, i18n } = useTranslation('defects');
  const [asks, setAsks] = useState(false);
  const keys = useCommandKeys('review.reopen');
  useCommand('review.reopen', () => setAsks(true));
  const { signedOff } = board;
  if (signedOff === null) return null;
  const when = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <div className={styles.signOff}>
      <p className={styles.why}>
        <VerdictTag verdict={signedOff.verdict} label={t(`app:verdict.${signedOff.verdict}`)} />{' '}
        {t('signedBy', { who: signedOff.by.name, when: when.format(new Date(signedOff.time)) })}
      </p>
      <Button wide keys={keys} onClick={() => setAsks(true)}>
        {t('commands:review.reopen')}
      </Button>
      <ReopenDialog open={asks} onOpenChange={setAsks} />
    </div>
  );
}

/** A board that was not inspected to its end has no verdict: the way on is to inspect it again. */
function InspectAgain({ board }: { readonly board: Board }) {
  const { t } = useTranslation('defects');
  const station = useStation();
  const { sayFailure } = useWorkspace();
  const load = useImports((state) => state.load);
  const again = async () => {
    const reply = await ask(() => station.imports.again({ inspectionIds: [board.id] }));
    if (!reply.ok) return sayFailure(reply.error);
    await load();
  };
  return (
    <div className={styles.signOff}>
      <p className={styles.why}>{t('failedHint')}</p>
      <Button wide onClick={() => void again()}>
        {t('inspectAgain')}
      </Button>
    </div>
  );
}
