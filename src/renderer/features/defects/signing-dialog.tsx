import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { operationOfMeaning, type SignatureMeaning, signatureMeanings } from '../../../core/identity/signature.ts';
import { AttemptFailure } from '../../app/attempt-failure.tsx';
import { ProofFields } from '../../app/proof-fields.tsx';
import type { Board } from '../../app/review-store.ts';
import { useAttempt } from '../../app/use-attempt.ts';
import { useProof } from '../../app/use-proof.ts';
import { useSession } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { VerdictTag } from '../../ui/verdict-tag.tsx';
import styles from './signing-dialog.module.css';
import { signingFactors } from './signing-factors.ts';
import { signingReason } from './signing-reason.ts';
import { useSignOff } from './use-sign-off.ts';

interface SigningDialogProps {
  readonly board: Board;
  readonly onClose: () => void;
}

/**
 * The electronic signature: what it says about the board, who signs, what they mean by it, and what proves it. On a
 * station without people there is nothing to prove, and it is for the note alone. Enter signs; a refusal keeps all that
 * was typed but the proof.
 */
export function SigningDialog({ board, onClose }: SigningDialogProps) {
  const { t, i18n } = useTranslation('defects');
  const signOff = useSignOff();
  const session = useSession((state) => state.session);
  const person = session?.person ?? null;
  const factors = signingFactors(session);
  const meanings = signatureMeanings.filter((one) => session === null || session.may.includes(operationOfMeaning(one)));
  const [meaning, setMeaning] = useState<SignatureMeaning>('reviewed');
  const [note, setNote] = useState('');
  const attempt = useAttempt();
  const proof = useProof(factors, attempt);
  const noteInput = useRef<HTMLInputElement>(null);
  const { verdict, refused } = board.implied.signing;
  const verdictName = t(`app:verdict.${verdict}`);

  const sign = async () => {
    const { given, fields } = proof;
    if (fields !== null && given === null) return proof.focus();
    const signed = await attempt.make(async () => {
      const reply = await signOff({ note: note.trim(), signature: { meaning, proof: given } });
      return reply === null || reply.ok ? { ok: true as const, value: true } : reply;
    });
    if (signed) return onClose();
    proof.again();
  };
  return (
    <FormDialog
      onClose={onClose}
      title={t('signing.title', { serial: board.serial ?? t('app:noSerial') })}
      closeLabel={t('app:cancel')}
      initialFocus={proof.fields?.inputRef ?? noteInput}
      others={<Button onClick={onClose}>{t('app:cancel')}</Button>}
      submit={t('signing.sign', { verdict: verdictName })}
      variant={verdict === 'fail' ? 'danger' : 'primary'}
      keys="Enter"
      disabled={refused !== null || attempt.busy}
      onSubmit={() => void sign()}
    >
      <p className={styles.verdict} aria-live="polite">
        {refused === null && <VerdictTag verdict={verdict} label={verdictName} />}
        <span>{signingReason(board, t, i18n.language)}</span>
      </p>
      {person !== null && (
        <dl className={styles.signer}>
          <dt>{t('signing.by')}</dt>
          <dd>{person.printedName}</dd>
          <dt>{t('signing.meaning')}</dt>
          <dd>
            {meanings.length > 1 ? (
              <Segmented
                label={t('signing.meaning')}
                value={meaning}
                onChange={setMeaning}
                options={meanings.map((value) => ({ value, label: t(`app:meaning.${value}`) }))}
              />
            ) : (
              t(`app:meaning.${meaning}`)
            )}
          </dd>
        </dl>
      )}
      {proof.fields && <ProofFields {...proof.fields} />}
      <TextField label={t('signing.note')} value={note} onChange={setNote} maxLength={2000} inputRef={noteInput} />
      <AttemptFailure attempt={attempt} />
    </FormDialog>
  );
}
