import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AttemptFailure } from '../../app/attempt-failure.tsx';
import type { Board } from '../../app/review-store.ts';
import { useAttempt } from '../../app/use-attempt.ts';
import { useReview } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';

/** A sign-off is taken back only with a reason. What was typed stays until the station has it. */
export function ReopenDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('defects');
  const [reason, setReason] = useState('');
  const reopen = useReview((state) => state.reopen);
  const field = useRef<HTMLInputElement>(null);
  const attempt = useAttempt();
  const send = async () => {
    const reopened = await attempt.make<Board | null>(async () => (await reopen(reason.trim())) ?? notAsked);
    if (reopened !== null) onClose();
  };
  return (
    <FormDialog
      onClose={onClose}
      title={t('commands:review.reopen')}
      description={t('reopenHint')}
      closeLabel={t('app:cancel')}
      initialFocus={field}
      others={<Button onClick={onClose}>{t('app:cancel')}</Button>}
      submit={t('reopen')}
      disabled={reason.trim() === '' || attempt.busy}
      onSubmit={() => void send()}
    >
      <TextField
        label={t('reopenReason')}
        inputRef={field}
        value={reason}
        onChange={attempt.typed(setReason)}
        maxLength={200}
      />
      <AttemptFailure attempt={attempt} />
    </FormDialog>
  );
}

/** Another board came in between: what was typed stays. */
const notAsked = { ok: true as const, value: null };
