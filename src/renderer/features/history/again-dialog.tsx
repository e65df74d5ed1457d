import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../app/client.ts';
import { useAnswer } from '../../app/use-answer.ts';
import { useWorkspace } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { Select } from '../../ui/select.tsx';

interface AgainDialogProps {
  readonly inspectionIds: readonly string[];
  readonly onClose: () => void;
}

/** Inspects stored boards anew, by another model where one is chosen. */
export function AgainDialog({ inspectionIds, onClose }: AgainDialogProps) {
  const { t } = useTranslation('history');
  const { client, notices, navigation, sayFailure } = useWorkspace();
  const models = useAnswer('models.list', () => client.models.list({})).value ?? [];
  const [chosen, choose] = useState('');
  const [busy, setBusy] = useState(false);
  const count = inspectionIds.length;
  const named = models.map((model) => ({ ...model, id: `${model.name}@${model.version}` }));

  const start = async () => {
    setBusy(true);
    const model = named.find(({ id }) => id === chosen);
    const reply = await ask(() =>
      client.imports.again({
        inspectionIds: [...inspectionIds],
        model: model ? { name: model.name, version: model.version } : null,
      }),
    );
    setBusy(false);
    if (!reply.ok) return sayFailure(reply.error);
    notices.say({
      id: 'history.again',
      tone: 'info',
      title: t('again.started', { count }),
      action: { label: t('again.toReview'), run: () => navigation.getState().go('review') },
    });
    onClose();
  };

  return (
    <FormDialog
      onClose={onClose}
      title={t('again.title', { count })}
      description={t('again.text')}
      closeLabel={t('app:close')}
      others={<Button onClick={onClose}>{t('app:cancel')}</Button>}
      submit={t('again.start')}
      disabled={busy}
      onSubmit={() => void start()}
    >
      <Select
        label={t('again.model')}
        value={chosen}
        onChange={choose}
        options={[
          { value: '', label: t('again.sameModel') },
          ...named.map(({ id, error }) => ({
            value: id,
            label: error === null ? id : t('again.unusable', { model: id, reason: error.message }),
            disabled: error !== null,
          })),
        ]}
      />
    </FormDialog>
  );
}
