import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AttemptFailure } from '../../app/attempt-failure.tsx';
import { useAttempt } from '../../app/use-attempt.ts';
import { useWorkspace } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { boardWords } from './item-words.ts';
import type { LedgerItem } from './ledger-item.ts';

interface SkipDialogProps {
  readonly item: LedgerItem;
  readonly onClose: () => void;
  readonly onSkipped: () => void;
}

/** An item is left out of what is sent only with a reason, which the log keeps. What was typed stays until it has it. */
export function SkipDialog({ item, onClose, onSkipped }: SkipDialogProps) {
  const { t } = useTranslation('sync');
  const { client, notices } = useWorkspace();
  const field = useRef<HTMLInputElement>(null);
  const attempt = useAttempt();
  const [reason, setReason] = useState('');
  const skip = async () => {
    const done = await attempt.make(() => client.sync.skip({ id: item.id, reason: reason.trim() }));
    if (done === null) return;
    notices.say({ id: 'sync.item', tone: 'info', title: t('skip.done', { board: boardWords(t, item) }) });
    onSkipped();
  };
  return (
    <FormDialog
      onClose={onClose}
      title={t('skip.title')}
      description={t('skip.text')}
      closeLabel={t('app:cancel')}
      initialFocus={field}
      others={<Button onClick={onClose}>{t('app:cancel')}</Button>}
      submit={t('skip.confirm')}
      variant="danger"
      disabled={reason.trim() === '' || attempt.busy}
      onSubmit={() => void skip()}
    >
      <TextField
        label={t('skip.reason')}
        inputRef={field}
        value={reason}
        onChange={attempt.typed(setReason)}
        maxLength={200}
      />
      <AttemptFailure attempt={attempt} />
    </FormDialog>
  );
}
