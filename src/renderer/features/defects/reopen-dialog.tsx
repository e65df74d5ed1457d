import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useReview } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';

export interface ReopenDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** A sign-off is taken back only with a reason. What was typed stays until the station has it. */
export function ReopenDialog({ open, onOpenChange }: ReopenDialogProps) {
  const { t } = useTranslation('defects');
  const [reason, setReason] = useState('');
  const reopen = useReview((state) => state.reopen);
  const given = reason.trim() !== '';
  const send = async () => {
    if (!given) return;
    const reply = await reopen(reason.trim());
    if (!reply?.ok) return;
    setReason('');
    onOpenChange(false);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('commands:review.reopen')}
      description={t('reopenHint')}
      closeLabel={t('app:cancel')}
      actions={
        <Button variant="primary" disabled={!given} onClick={() => void send()}>
          {t('reopen')}
        </Button>
      }
    >
      <TextField
        label={t('reopenReason')}
        value={reason}
        onChange={setReason}
        maxLength={200}
        onKeyDown={(event) => {
          if (event.key === 'Enter') void send();
        }}
      />
    </Dialog>
  );
}
