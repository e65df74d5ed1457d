import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../app/client.ts';
import type { Board } from '../../app/review-store.ts';
import { useCommand, useCommandKeys } from '../../app/use-command.ts';
import { useEvidence } from '../../app/use-evidence.ts';
import { useDenial } from '../../app/use-permission.ts';
import {
  useImports,
  useNavigation,
  useReview,
  useSession,
  useStation,
  useWorkspace,
} from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import { VerdictTag } from '../../ui/verdict-tag.tsx';
import { ReopenDialog } from './reopen-dialog.tsx';
import styles from './sign-off.module.css';
import { signingReason } from './signing-reason.ts';
import type { SigningSteps } from './use-signing.ts';

/** The verdict that a sign-off gives now and why; after it, who gave it and the way back. */
export function SignOff({ board, signing }: { readonly board: Board; readonly signing: SigningSteps }) {
  if (board.signedOff !== null) return <SignedOff key={board.id} board={board} />;
  if (board.status === 'failed') return <InspectAgain board={board} />;
  return <Signing board={board} steps={signing} />;
}

function Signing({ board, steps }: { readonly board: Board; readonly steps: SigningSteps }) {
  const { t, i18n } = useTranslation('defects');
  const keys = useCommandKeys('review.signOff');
  const busy = useReview((state) => state.busy);
  const noteKeys = useCommandKeys('review.signWithNote');
  const denied = useDenial('board.sign_off');
  const { signing } = board.implied;
  const refused = signing.refused !== null;
  return (
    <div className={styles.signOff} data-verdict={refused ? 'refused' : signing.verdict}>
      <p className={styles.why} id="sign-off-why" aria-live="polite">
        {denied ?? signingReason(board, t, i18n.language)}
      </p>
      <Button
        wide
        keys={keys}
        disabled={refused || busy || denied !== null}
        focusableWhenDisabled
        aria-describedby="sign-off-why"
        onClick={steps.start}
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
      {steps.isOneKey && (
        <Button
          variant="quiet"
          wide
          keys={noteKeys}
          disabled={refused || busy || denied !== null}
          focusableWhenDisabled
          onClick={steps.ask}
        >
          {t('commands:review.signWithNote')}
        </Button>
      )}
    </div>
  );
}

function SignedOff({ board }: { readonly board: Board }) {
  const { t, i18n } = useTranslation('defects');
  const [asks, setAsks] = useState(false);
  const keys = useCommandKeys('review.reopen');
  const denied = useDenial('board.reopen');
  const staffed = useSession(({ session }) => session !== null && session.state !== 'open');
  const evidence = useEvidence();
  const go = useNavigation((state) => state.go);
  useCommand('review.reopen', () => setAsks(true), denied === null);
  const { signedOff } = board;
  if (signedOff === null) return null;
  const when = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <div className={styles.signOff}>
      <p className={styles.why}>
        <VerdictTag verdict={signedOff.verdict} label={t(`app:verdict.${signedOff.verdict}`)} />{' '}
        {t('signedBy', { who: signedOff.printedName, when: when.format(new Date(signedOff.time)) })}
        {staffed && ` · ${t(`app:meaning.${signedOff.meaning}`)} · ${t(`app:factor.${signedOff.factor}`)}`}
      </p>
      <Button
        wide
        keys={keys}
        disabled={denied !== null}
        focusableWhenDisabled
        title={denied ?? undefined}
        onClick={() => setAsks(true)}
      >
        {t('commands:review.reopen')}
      </Button>
      <div className={styles.further}>
        <Button variant="quiet" onClick={() => go('audit', { story: board.id })}>
          {t('story')}
        </Button>
        <Button variant="quiet" disabled={evidence.busy} onClick={() => void evidence.write(board.id)}>
          {t(evidence.busy ? 'app:evidence.busy' : 'app:evidence.action')}
        </Button>
      </div>
      {asks && <ReopenDialog onClose={() => setAsks(false)} />}
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
