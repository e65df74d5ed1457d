import { type KeyboardEvent, useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useWorkspace } from '../../app/workspace-context.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { createSavedText } from './saved-text.ts';

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
export function SavedTextField({ value, save, required = false, multiline = false, ...rest }: SavedTextFieldProps) {
  const { t } = useTranslation('settings');
  const { notices } = useWorkspace();
  const [text] = useState(createSavedText);
  const { typed, refusal, type, revert, commit } = useStore(text);
  const saving = { value, multiline, required, save };
  const sayLeft = (left: string, why: string) =>
    notices.say({
      id: `settings.left ${rest.label}`,
      tone: 'fail',
      title: t('leftUnsaved.title', { what: rest.label }),
      text: t('leftUnsaved.text', { why, typed: left }),
    });
  // A key that opens another view takes the field away without the focus leaving it first.
  const leave = useEffectEvent(() => void text.getState().leave(saving, sayLeft));
  useEffect(() => () => leave(), []);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !multiline) void commit(saving);
    if (event.key === 'Escape') revert();
  };
  return (
    <TextField
      {...rest}
      value={typed ?? value}
      onChange={type}
      {...(multiline ? { multiline } : { maxLength: 200 })}
      error={refusal === null ? undefined : refusal.why === 'needed' ? t('needed') : refusal.text}
      onKeyDown={onKeyDown}
      onBlur={() => void commit(saving)}
    />
  );
}
