import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Role, roles } from '../../../core/identity/roles.ts';
import { AttemptFailure } from '../../app/attempt-failure.tsx';
import { useAttempt } from '../../app/use-attempt.ts';
import { useSettings, useStation } from '../../app/workspace-context.tsx';
import { Button } from '../../ui/button.tsx';
import { FormDialog } from '../../ui/form-dialog.tsx';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { Handed } from './user.ts';

interface NewPersonProps {
  readonly onClose: () => void;
  /** The password is empty for a person of the central service. */
  readonly onAdded: (handed: Handed) => void;
}

export function NewPerson({ onClose, onAdded }: NewPersonProps) {
  const { t } = useTranslation('people');
  const client = useStation();
  const hasCentre = useSettings(({ values }) => values.centralSignIn !== null);
  const [name, setName] = useState('');
  const [printedName, setPrintedName] = useState('');
  const [role, setRole] = useState<Role>('operator');
  const [central, setCentral] = useState(false);
  const attempt = useAttempt();
  const complete = name.trim() !== '' && printedName.trim() !== '';
  const add = async () => {
    const input = { name: name.trim(), printedName: printedName.trim(), role, central };
    const added = await attempt.make(() => client.users.add(input));
    if (added !== null) onAdded({ printedName: added.user.printedName, password: added.oneTimePassword });
  };
  return (
    <FormDialog
      onClose={onClose}
      title={t('add.title')}
      description={t(central ? 'add.central' : 'add.text')}
      closeLabel={t('app:cancel')}
      others={<Button onClick={onClose}>{t('app:cancel')}</Button>}
      submit={t('add.confirm')}
      disabled={attempt.busy || !complete}
      onSubmit={() => void add()}
    >
      <TextField label={t('name')} hint={t('nameHint')} maxLength={60} value={name} onChange={attempt.typed(setName)} />
      <TextField
        label={t('printedName')}
        hint={t('printedNameHint')}
        maxLength={60}
        value={printedName}
        onChange={attempt.typed(setPrintedName)}
      />
      <Select
        label={t('role')}
        value={role}
        onChange={setRole}
        options={roles.map((value) => ({ value, label: t(`app:role.${value}`) }))}
      />
      {hasCentre && <Switch label={t('central')} hint={t('centralHint')} checked={central} onChange={setCentral} />}
      <AttemptFailure attempt={attempt} />
    </FormDialog>
  );
}
