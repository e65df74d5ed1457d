import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TextField } from '../../ui/text-field.tsx';

interface SavedTextFieldProps {
  readonly label: string;
  readonly hint?: string;
  /** As it is stored. */
  readonly value: string;
  /** Several lines; Enter then is a new one. */
  readonly multiline?: boolean;
  readonly required?: boolean;
  readonly type?: 'text' | 'time';
  /** Null where it was saved, else why not. */
  readonly save: (text: string) => Promise<string | null>;
}

/** A text that is saved when the person leaves it or presses Enter; Escape brings the stored one back. */
export function SavedTextField({ value, save, required, multiline, ...rest }: SavedTextFieldProps) {
  const { t } = useTranslation('settings');
  const [typed, type] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const revert = () => {
    type(null);
    setError(null);
  };
  const commit = async () => {
    if (typed === null) return;
    if (typed.trim() === value) return revert();
    if (required && typed.trim() === '') return setError(t('needed'));
    const refusal = await save(multiline ? typed : typed.trim());
    setError(refusal);
    if (refusal === null) type(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !multiline) void commit();
    if (event.key === 'Escape') revert();
  };
  return (
    <TextField
      {...rest}
      value={typed ?? value}
      onChange={type}
      {...(multiline ? { multiline } : { maxLength: 200 })}
      error={error ?? undefined}
      onKeyDown={onKeyDown}
      onBlur={() => void commit()}
    />
  );
}
