import { useTranslation } from 'react-i18next';
import { TextField } from '../ui/text-field.tsx';

export interface NewPassword {
  readonly password: string;
  readonly again: string;
}

export const noPassword: NewPassword = { password: '', again: '' };

/** Something was typed twice, and it is the same. */
export const isTypedTwice = ({ password, again }: NewPassword): boolean => password !== '' && password === again;

interface NewPasswordFieldsProps {
  readonly value: NewPassword;
  readonly onChange: (value: NewPassword) => void;
}

/** A password that is chosen, typed twice. What it must be says the station. */
export function NewPasswordFields({ value, onChange }: NewPasswordFieldsProps) {
  const { t } = useTranslation('identity');
  const differs = value.again !== '' && !value.password.startsWith(value.again) && value.again !== value.password;
  return (
    <>
      <TextField
        label={t('newPassword')}
        hint={t('newPasswordHint')}
        type="password"
        autoComplete="new-password"
        maxLength={512}
        value={value.password}
        onChange={(password) => onChange({ ...value, password })}
      />
      <TextField
        label={t('again')}
        type="password"
        autoComplete="new-password"
        maxLength={512}
        value={value.again}
        onChange={(again) => onChange({ ...value, again })}
        error={differs ? t('differs') : undefined}
      />
    </>
  );
}
